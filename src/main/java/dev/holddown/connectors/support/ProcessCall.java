package dev.holddown.connectors.support;

import dev.holddown.connectors.support.ProcessFamily.Reach;
import dev.holddown.connectors.support.ProcessOutcome.Ended;
import dev.holddown.connectors.support.ProcessOutcome.Killed;
import dev.holddown.connectors.support.ProcessOutcome.NotStarted;
import dev.holddown.connectors.support.ProcessOutcome.Output;
import dev.holddown.spi.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Runs a program with bounds: no shell, an environment of its own, an end to its output, and a
 * deadline at which it and everything it started is killed and proven dead. What it leaves running
 * in its group when it ends by itself is killed too: services belong to a service manager.
 */
public final class ProcessCall {
  /** Bytes of all arguments and of the environment together; systems refuse more. */
  public static final int ARGUMENT_BYTES_MAX = 128 * 1024 - 1;

  private static final Set<String> INHERITED = Set.of("PATH", "HOME", "LANG", "TZ");
  private static final String PATH_DEFAULT = "/usr/local/bin:/usr/bin:/bin";
  private static final long DRAIN_MILLIS = 1_000;

  private final LongSupplier nanos;
  private final Map<String, String> environment;

  /**
   * @param nanos a monotonic clock in nanoseconds
   * @param environment this process's own, of which PATH, HOME, LANG and TZ are handed on
   */
  public ProcessCall(LongSupplier nanos, Map<String, String> environment) {
    this.nanos = nanos;
    this.environment = Map.copyOf(environment);
  }

  /** Runs it and waits for its end, at most until its deadline and four seconds. */
  public ProcessOutcome run(ProcessAsk ask) throws InterruptedException {
    long start = nanos.getAsLong();
    Process process;
    boolean grouped;
    try {
      ProcessBuilder builder = builder(ask);
      Optional<Path> setsid = Programs.onPath("setsid", pathOf(environment));
      grouped = setsid.isPresent();
      setsid.ifPresent(program -> builder.command().addFirst(program.toString()));
      process = builder.start();
    } catch (CallRefused e) {
      return new NotStarted(e.sentence());
    } catch (IOException e) {
      return new NotStarted("the program " + ask.program() + " could not be started: " + why(e));
    }
    Optional<String> mark =
        Optional.ofNullable(ask.environment().get("HOLDDOWN_OP")).map(id -> "HOLDDOWN_OP=" + id);
    return await(ask, new ProcessFamily(process, grouped, mark), start);
  }

  private ProcessOutcome await(ProcessAsk ask, ProcessFamily family, long start)
      throws InterruptedException {
    Process process = family.leader();
    closeInput(process);
    KeptOutput out = new KeptOutput(process.getInputStream());
    KeptOutput err = new KeptOutput(process.getErrorStream());
    Thread readsOut = Thread.ofPlatform().daemon().name("stdout-" + process.pid()).start(out);
    Thread readsErr = Thread.ofPlatform().daemon().name("stderr-" + process.pid()).start(err);
    boolean ended = false;
    boolean dead;
    try {
      ended = process.waitFor(ask.timeout().toNanos(), TimeUnit.NANOSECONDS);
      if (ended) {
        // Whoever still writes, such as a tee behind a script, may finish its sentence.
        readsOut.join(DRAIN_MILLIS);
        readsErr.join(DRAIN_MILLIS);
      }
    } finally {
      boolean clean = ended && process.exitValue() == 0;
      dead = family.end(clean ? Reach.GROUP : Reach.MARKED);
    }
    readsOut.join(DRAIN_MILLIS);
    readsErr.join(DRAIN_MILLIS);
    Redaction redaction = Redaction.of(ask.environment());
    Output output =
        new Output(
            redaction.text(out.text()),
            redaction.text(err.text()),
            out.cut() || err.cut(),
            Duration.ofNanos(nanos.getAsLong() - start));
    return ended ? new Ended(process.exitValue(), output, dead) : new Killed(output, dead);
  }

  private static void closeInput(Process process) {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It has ended already and nobody reads; that is what we wanted.
      return;
    }
  }

  private ProcessBuilder builder(ProcessAsk ask) throws CallRefused {
    Map<String, String> child = childEnvironment(ask);
    List<String> command = new ArrayList<>();
    command.add(Programs.resolve(ask.program(), pathOf(child)).toString());
    int bytes = 0;
    for (String arg : ask.args()) {
      if (arg.indexOf('\0') >= 0) {
        throw new CallRefused("an argument of " + ask.program() + " holds a NUL character");
      }
      bytes += arg.getBytes(StandardCharsets.UTF_8).length;
      command.add(arg);
    }
    if (bytes > ARGUMENT_BYTES_MAX) {
      throw new CallRefused(
          "the arguments of "
              + ask.program()
              + " have "
              + bytes
              + " bytes; the limit is "
              + ARGUMENT_BYTES_MAX);
    }
    if (!Files.isDirectory(ask.folder())) {
      throw new CallRefused("there is no folder " + ask.folder());
    }
    ProcessBuilder builder = new ProcessBuilder(command).directory(ask.folder().toFile());
    builder.environment().clear();
    builder.environment().putAll(child);
    return builder;
  }

  private Map<String, String> childEnvironment(ProcessAsk ask) throws CallRefused {
    Map<String, String> child = new TreeMap<>();
    INHERITED.forEach(
        name -> Optional.ofNullable(environment.get(name)).ifPresent(v -> child.put(name, v)));
    for (Map.Entry<String, Object> entry : ask.environment().entrySet()) {
      String name = entry.getKey();
      if (!name.matches("[A-Za-z_][A-Za-z0-9_]{0,127}")) {
        throw new CallRefused(
            "the environment name \""
                + name.replaceAll("\\p{Cc}", "\uFFFD")
                + "\" may hold letters, digits and _ only");
      }
      String value =
          entry.getValue() instanceof Secret secret
              ? secret.reveal()
              : String.valueOf(entry.getValue());
      if (value.indexOf('\0') >= 0) {
        throw new CallRefused("the environment value of " + name + " holds a NUL character");
      }
      child.put(name, value);
    }
    return child;
  }

  private static String pathOf(Map<String, String> environment) {
    return environment.getOrDefault("PATH", PATH_DEFAULT);
  }

  /** The system's words only: the rest of the JDK's message repeats the whole command. */
  private static String why(IOException problem) {
    String message = String.valueOf(problem.getMessage());
    return message.substring(Math.max(0, message.lastIndexOf("error=")));
  }
}
