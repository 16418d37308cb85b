package dev.holddown.connectors.support;

import dev.holddown.connectors.support.HaProxyBackend.Server;
import dev.holddown.connectors.support.HaProxyPort.Trouble;
import dev.holddown.spi.Deed;
import dev.holddown.spi.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Changes servers of a backend of HAProxy, and tells by reading back what came of it. */
public final class HaProxyChange {
  private HaProxyChange() {}

  /** What an act wants of one server: its command, and how to see that it is so. */
  public record Wish(String server, String command, String wanted, Predicate<Server> met) {}

  /** Wishes for a backend as it is; refuses what cannot be. */
  @FunctionalInterface
  public interface Wishes {
    List<Wish> of(HaProxyBackend backend) throws CallRefused;
  }

  /** Reads, compares the token, changes what is not yet so, and reads back. */
  public static Deed make(HaProxyPort port, Operation operation, String name, Wishes wishes)
      throws InterruptedException {
    List<Wish> open;
    try {
      HaProxyBackend before = port.backend(name);
      Optional<String> late = port.tooLate(before, operation.token());
      if (late.isPresent()) {
        return new Deed.Failed("refused: " + late.get() + "; nothing was changed", port.proof());
      }
      open = new ArrayList<>(wishes.of(before));
      open.removeIf(wish -> before.server(wish.server()).filter(wish.met()).isPresent());
    } catch (Trouble | CallRefused e) {
      return new Deed.Failed(e.getMessage() + "; nothing was changed", port.proof());
    }
    String said;
    try {
      said = port.change(name, operation.token(), open.stream().map(Wish::command).toList());
    } catch (Trouble e) {
      if (!e.maybeSent()) {
        return new Deed.Failed(e.sentence() + "; nothing was changed", port.proof());
      }
      said = e.sentence();
    }
    return readBack(port, operation, name, open, said);
  }

  private static Deed readBack(
      HaProxyPort port, Operation operation, String name, List<Wish> wishes, String said)
      throws InterruptedException {
    HaProxyBackend after;
    try {
      after = port.backend(name);
    } catch (Trouble e) {
      return new Deed.Unknown(
          "it could not be read back, and may have been done: " + e.sentence(), port.proof());
    }
    Optional<String> late = port.tooLate(after, operation.token());
    if (late.isPresent()) {
      return new Deed.Failed("overtaken: " + late.get(), port.proof());
    }
    List<Wish> unmet =
        wishes.stream().filter(w -> after.server(w.server()).filter(w.met()).isEmpty()).toList();
    if (unmet.isEmpty()) {
      return new Deed.Landed(
          Map.of("servers", after.plain(), "changed", (long) wishes.size(), "samples", 1L),
          port.proof());
    }
    String which =
        unmet.stream()
            .map(w -> w.server() + " (wanted: " + w.wanted() + ")")
            .collect(Collectors.joining(", "));
    String done =
        wishes.stream()
            .filter(w -> !unmet.contains(w))
            .map(w -> w.server() + " (" + w.wanted() + ")")
            .collect(Collectors.joining(", "));
    return new Deed.Failed(
        (done.isEmpty() ? "nothing was changed;" : "partly done, " + done + ";")
            + " not changed: "
            + which
            + (said.isEmpty() ? "" : "; HAProxy said: " + said.replaceAll("\\s*\\R\\s*", " ")),
        port.proof());
  }
}
