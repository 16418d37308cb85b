package dev.holddown.connectors;

import dev.holddown.connectors.support.Args;
import dev.holddown.connectors.support.CallRefused;
import dev.holddown.connectors.support.Json;
import dev.holddown.connectors.support.Placeholders;
import dev.holddown.connectors.support.ProcessAsk;
import dev.holddown.connectors.support.ProcessCall;
import dev.holddown.connectors.support.ProcessOutcome;
import dev.holddown.connectors.support.ProcessOutcome.Ended;
import dev.holddown.connectors.support.ProcessOutcome.Killed;
import dev.holddown.connectors.support.ProcessOutcome.NotStarted;
import dev.holddown.connectors.support.ProcessOutcome.Output;
import dev.holddown.connectors.support.Redaction;
import dev.holddown.domain.kernel.Span;
import dev.holddown.spi.Acting;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Asking;
import dev.holddown.spi.Connector;
import dev.holddown.spi.Deed;
import dev.holddown.spi.Manual;
import dev.holddown.spi.Operation;
import dev.holddown.spi.Proof;
import dev.holddown.spi.Question;
import dev.holddown.spi.Slot;
import dev.holddown.spi.Verb;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code exec.run} and {@code exec.script} act, {@code exec.ask} asks. Values never meet a shell:
 * programs take arguments and environment as they are, a script is literal text that reads its
 * environment. A program knows nothing of operation ids unless it reads {@code HOLDDOWN_OP}: it is
 * the step's {@code done} or {@code repeatable} that keeps it from acting twice.
 */
public final class Exec implements Connector {
  private static final int LINES_MAX = 1_000;
  private static final int TEXT_CHARS_MAX = 64 * 1024;

  private final ProcessCall calls;
  private final Path folder;

  /**
   * @param folder where programs run; {@code folder:} of a call is relative to it
   */
  public Exec(ProcessCall calls, Path folder) {
    this.calls = calls;
    this.folder = folder;
  }

  @Override
  public String name() {
    return "exec";
  }

  @Override
  public List<Verb> verbs() {
    return List.of(new Run(this), new Script(this), new Ask(this));
  }

  private static Manual.Builder program(String name, String sentence) {
    return Manual.of(name, sentence)
        .required(
            "program",
            Manual.Type.TEXT,
            Slot.LITERAL,
            "a bare name on the PATH or an absolute path")
        .optional(
            "args",
            Manual.Type.LIST,
            Slot.ARGV,
            "arguments, given as they are; no shell reads them");
  }

  private static Manual surroundings(Manual.Builder manual, String example) {
    return manual
        .secret("env", Manual.Type.MAP, Slot.DATA, "environment; a value may be {secret: name}")
        .optional(
            "folder", Manual.Type.TEXT, Slot.LITERAL, "working folder, relative to the workspace")
        .gives("exit", "the exit code; 128 + n when signal n ended it")
        .gives("stdout", "what it wrote, up to 64 Ki characters, the middle left out")
        .gives("stderr", "its errors, likewise")
        .gives("lines", "the first 1,000 lines of stdout")
        .gives("json", "stdout as values when it is JSON; nulls are left out")
        .gives("json_error", "why stdout that looks like JSON could not be read")
        .gives("cut", "whether stdout or stderr had more than 256 KiB")
        .gives("seconds", "how long it took")
        .gives("samples", "always 1: one program was run")
        .example(example);
  }

  private Path folder(Args args) throws CallRefused {
    String given = args.optionalText("folder").orElse("");
    try {
      Path path = folder.resolve(given).normalize();
      if (!path.startsWith(folder.normalize())) {
        throw new CallRefused("the folder " + given + " lies outside the workspace " + folder);
      }
      return path;
    } catch (InvalidPathException e) {
      throw new CallRefused("the folder " + given + " is no path");
    }
  }

  private static Map<String, Object> environment(Args args) throws CallRefused {
    Map<String, Object> environment = new LinkedHashMap<>(args.map("env"));
    for (String name : environment.keySet()) {
      if (name.startsWith("HOLDDOWN_")) {
        throw new CallRefused("the environment name " + name + " is set by Holddown itself");
      }
    }
    return environment;
  }

  private ProcessAsk programAsk(Args args, Duration timeout) throws CallRefused {
    List<String> given = args.list("args");
    for (String arg : given) {
      Optional<String> placeholder = Placeholders.find(arg);
      if (placeholder.isPresent()) {
        throw new CallRefused(
            "the argument \""
                + arg
                + "\" still holds the placeholder "
                + placeholder.orElseThrow());
      }
    }
    return new ProcessAsk(args.text("program"), given, environment(args), folder(args), timeout);
  }

  private Deed act(ProcessAsk plain, Operation operation) throws InterruptedException {
    Map<String, Object> environment = new LinkedHashMap<>(plain.environment());
    environment.put("HOLDDOWN_OP", operation.id());
    environment.put("HOLDDOWN_TOKEN", operation.token().toString());
    ProcessAsk ask =
        new ProcessAsk(plain.program(), plain.args(), environment, plain.folder(), plain.timeout());
    ProcessOutcome outcome = calls.run(ask);
    Proof proof = proof(ask, outcome);
    String deadline = "ended at its deadline of " + Span.text(ask.timeout());
    return switch (outcome) {
      case NotStarted not -> new Deed.Failed(not.message() + "; nothing was started", proof);
      case Killed killed when killed.dead() ->
          new Deed.Failed(
              "`" + ask.program() + "` " + deadline + "; its process group is dead", proof);
      case Killed killed ->
          new Deed.Unknown(
              "`" + ask.program() + "` " + deadline + ", but its process group is not proven dead",
              proof);
      case Ended ended when !ended.dead() ->
          new Deed.Unknown(
              "`"
                  + ask.program()
                  + "` ended with exit "
                  + ended.exit()
                  + ", but something it started could not be killed",
              proof);
      case Ended ended when ended.exit() == 0 -> new Deed.Landed(result(ask, ended), proof);
      case Ended ended ->
          new Deed.Failed(
              "`" + ask.program() + "` ended with exit " + ended.exit() + lastWords(ended.output()),
              proof);
    };
  }

  private static String lastWords(Output output) {
    String text = output.stderr().isBlank() ? output.stdout() : output.stderr();
    String last = text.strip().lines().reduce("", (a, b) -> b.isBlank() ? a : b);
    String clean = last.replaceAll("\\p{Cc}", " ").strip();
    return clean.isEmpty()
        ? " and said nothing"
        : ": " + (clean.length() > 300 ? clean.substring(0, 300) + "…" : clean);
  }

  private static Map<String, Object> result(ProcessAsk ask, Ended ended) {
    Output output = ended.output();
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("exit", (long) ended.exit());
    result.put("stdout", middleOut(output.stdout()));
    result.put("stderr", middleOut(output.stderr()));
    result.put("lines", output.stdout().lines().limit(LINES_MAX).toList());
    result.put("cut", output.cut());
    result.put("seconds", output.lasted().toNanos() / 1e9);
    result.put("samples", 1L);
    if (Json.looksLike(output.stdout())) {
      Redaction redaction = Redaction.of(ask.environment());
      Json.Read read =
          output.cut()
              ? new Json.Read(Optional.empty(), "not read as JSON: more than 256 KiB were written")
              : Json.read(output.stdout());
      read.value().ifPresent(value -> result.put("json", redaction.tree(value)));
      if (!read.problem().isEmpty()) {
        result.put("json_error", read.problem());
      }
    }
    return result;
  }

  private static String middleOut(String text) {
    int half = TEXT_CHARS_MAX / 2;
    return text.length() <= TEXT_CHARS_MAX
        ? text
        : text.substring(0, half) + "\n…\n" + text.substring(text.length() - half);
  }

  private static Proof proof(ProcessAsk ask, ProcessOutcome outcome) {
    return switch (outcome) {
      case NotStarted not -> new Proof(ask.shown(), not.message());
      case Ended ended -> new Proof(ask.shown(), "exit " + ended.exit() + written(ended.output()));
      case Killed killed ->
          new Proof(ask.shown(), "killed at its deadline" + written(killed.output()));
    };
  }

  private static String written(Output output) {
    return " after "
        + Span.text(output.lasted())
        + "\n--- stdout\n"
        + output.stdout()
        + "\n--- stderr\n"
        + output.stderr();
  }

  /** {@code exec.run}. */
  private record Run(Exec exec) implements Acting {
    @Override
    public Manual manual() {
      return surroundings(
          program(
              "exec.run",
              "Runs a program that changes something. Exit 0 has landed, any other has failed. What"
                  + " it leaves in the background is killed when it ends."),
          "exec.run: {program: kubectl, args: [rollout, restart, deployment/shop]}");
    }

    @Override
    public Deed begin(Operation operation) throws InterruptedException {
      try {
        Args args = new Args("exec.run", operation.args());
        return exec.act(exec.programAsk(args, operation.timeout()), operation);
      } catch (CallRefused e) {
        return new Deed.Failed(e.sentence() + "; nothing was started", Proof.none());
      }
    }
  }

  /** {@code exec.script}. */
  private record Script(Exec exec) implements Acting {
    @Override
    public Manual manual() {
      return surroundings(
          Manual.of(
                  "exec.script",
                  "Runs literal Bash text with -eu -o pipefail. It reads values from its"
                      + " environment; ${X} is Bash's, not Holddown's.")
              .required("script", Manual.Type.TEXT, Slot.LITERAL, "the text, at most 64 KiB"),
          "exec.script: {script: 'make deploy TAG=\"$TAG\"', env: {TAG: v1}}");
    }

    @Override
    public Deed begin(Operation operation) throws InterruptedException {
      try {
        Args args = new Args("exec.script", operation.args());
        String script = args.text("script");
        if (script.length() > TEXT_CHARS_MAX) {
          throw new CallRefused(
              "the script has " + script.length() + " characters; the limit is " + TEXT_CHARS_MAX);
        }
        ProcessAsk ask =
            new ProcessAsk(
                "bash",
                arguments(script),
                environment(args),
                exec.folder(args),
                operation.timeout());
        return exec.act(ask, operation);
      } catch (CallRefused e) {
        return new Deed.Failed(e.sentence() + "; nothing was started", Proof.none());
      }
    }

    /**
     * As an argument, not on stdin: there a command of the script, such as ssh, would swallow the
     * rest of it. No secret can be in it, and no file is left behind by a crash.
     */
    private static List<String> arguments(String script) {
      List<String> arguments = new ArrayList<>(List.of("--noprofile", "--norc", "-eu"));
      arguments.addAll(List.of("-o", "pipefail", "-c", script, "script"));
      return arguments;
    }
  }

  /** {@code exec.ask}. */
  private record Ask(Exec exec) implements Asking {
    @Override
    public Manual manual() {
      return surroundings(
          program("exec.ask", "Runs a program that only reads, and gives what it wrote."),
          "exec.ask: {program: git, args: [rev-parse, HEAD]}");
    }

    @Override
    public Answer ask(Question question) throws InterruptedException {
      ProcessAsk ask;
      try {
        ask = exec.programAsk(new Args("exec.ask", question.args()), question.timeout());
      } catch (CallRefused e) {
        return Answer.error(e.sentence(), question.at(), Proof.none());
      }
      ProcessOutcome outcome = exec.calls.run(ask);
      Proof proof = proof(ask, outcome);
      return switch (outcome) {
        case NotStarted not -> Answer.error(not.message(), question.at(), proof);
        case Ended ended -> Answer.of(result(ask, ended), 1, question.at(), proof);
        case Killed killed ->
            Answer.error(
                "no answer from `"
                    + ask.program()
                    + "` within "
                    + Span.text(ask.timeout())
                    + (killed.dead()
                        ? "; its process group is dead"
                        : "; its process group is not proven dead"),
                question.at(),
                proof);
      };
    }
  }
}
