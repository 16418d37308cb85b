package dev.holddown.access;

import java.nio.file.Path;
import java.time.InstantSource;

/** Everything by which a data folder tells who may come in, and the log of who did. */
public record Entrance(
    AccessTokens tokens,
    LocalUsers users,
    Sessions sessions,
    Invitations invitations,
    AccessLog accessLog) {
  /** That of a data folder. */
  public static Entrance in(Path folder, InstantSource clock) {
    LocalUsers users = LocalUsers.in(folder, clock);
    return new Entrance(
        AccessTokens.in(folder, clock),
        users,
        Sessions.in(folder, users, clock),
        Invitations.in(folder, clock),
        AccessLog.in(folder, clock));
  }
}
