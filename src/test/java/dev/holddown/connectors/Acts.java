package dev.holddown.connectors;

import dev.holddown.connectors.support.Egress;
import dev.holddown.connectors.support.HttpCall;
import dev.holddown.domain.kernel.Token;
import dev.holddown.spi.Acting;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Asking;
import dev.holddown.spi.Deed;
import dev.holddown.spi.Operation;
import dev.holddown.spi.Question;
import dev.holddown.spi.Verb;
import dev.holddown.testing.RealTime;
import dev.holddown.testing.SettableClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;

/** All connectors in a folder of their own, and short ways to call them. */
final class Acts {
  static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
  static final Duration LONG = Duration.ofSeconds(20);

  final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  final Setup setup;
  final SortedMap<String, Verb> verbs;

  Acts(Path folder) {
    PrintStream terminal = new PrintStream(printed, true, StandardCharsets.UTF_8);
    Map<String, String> environment = Map.of("PATH", System.getenv("PATH"), "SECRET_OF_CI", "leak");
    setup =
        new Setup(
            new Setup.Time(new SettableClock(AT), RealTime.nanos()),
            terminal,
            Egress.local(),
            folder,
            environment);
    verbs = Connectors.verbs(setup);
  }

  /** HTTP as on one's own machine: loopback may be reached. */
  static HttpCall calls() {
    return new HttpCall(RealTime.nanos(), Egress.local());
  }

  Answer ask(String action, Map<String, Object> args) throws InterruptedException {
    return ask(action, args, LONG);
  }

  Answer ask(String action, Map<String, Object> args, Duration timeout)
      throws InterruptedException {
    return ((Asking) verb(action)).ask(new Question(args, AT, timeout));
  }

  Deed act(String action, Map<String, Object> args) throws InterruptedException {
    return act(action, args, "op-1", LONG);
  }

  Deed act(String action, Map<String, Object> args, String operation, Duration timeout)
      throws InterruptedException {
    return ((Acting) verb(action))
        .begin(new Operation(operation, new Token(3, 7), args, AT, timeout));
  }

  Verb verb(String action) {
    return java.util.Objects.requireNonNull(verbs.get(action), action);
  }

  /** A name of a result that must be there. */
  static Object of(Map<String, Object> result, String name) {
    return java.util.Objects.requireNonNull(result.get(name), name);
  }

  String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}
