package dev.holddown.connectors.support;

import dev.holddown.spi.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One program to run.
 *
 * @param program an absolute path, or a bare name on the PATH
 * @param args given to the program as they are; no shell reads them
 * @param environment text or {@link Secret}; the program sees only this and PATH, HOME, LANG and TZ
 * @param folder the working folder
 * @param timeout after which the program and all it started are killed
 */
public record ProcessAsk(
    String program,
    List<String> args,
    Map<String, Object> environment,
    Path folder,
    Duration timeout) {

  /** The command for people, arguments quoted where they must be; secrets by name. */
  public String shown() {
    StringBuilder text = new StringBuilder();
    environment.forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
    text.append(program);
    args.forEach(arg -> text.append(' ').append(quoted(arg)));
    return text.toString();
  }

  private static String quoted(String arg) {
    return arg.matches("[\\w@%+=:,./-]+") ? arg : "'" + arg.replace("'", "'\\''") + "'";
  }
}
