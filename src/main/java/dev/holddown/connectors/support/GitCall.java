package dev.holddown.connectors.support;

import dev.holddown.connectors.support.ProcessOutcome.Ended;
import dev.holddown.connectors.support.ProcessOutcome.Killed;
import dev.holddown.connectors.support.ProcessOutcome.NotStarted;
import dev.holddown.domain.kernel.Span;
import dev.holddown.spi.Proof;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs git in a repository: no shell, no pager, no prompt, no file-system monitor, no program that
 * the repository's own configuration names. Values can only be revisions and paths, never options.
 */
public final class GitCall {
  /**
   * A revision: letters, digits and what names and suffixes such as {@code HEAD~3} need. Two dots
   * would be a range, {@code @{…}} reads a log of this machine, {@code :} names a file.
   */
  private static final String REVISION = "(?!.*(\\.\\.|@\\{))[A-Za-z0-9][A-Za-z0-9._/@~^+-]{0,199}";

  private static final Map<String, Object> ENVIRONMENT =
      Map.of(
          "GIT_OPTIONAL_LOCKS", "0",
          "GIT_TERMINAL_PROMPT", "0",
          "GIT_CONFIG_NOSYSTEM", "1",
          "GIT_LITERAL_PATHSPECS", "1",
          "GIT_NO_LAZY_FETCH", "1",
          "LC_ALL", "C");
  private static final List<String> ALWAYS =
      List.of("--no-pager", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null");
  private static final int PATHS_MAX = 100;

  private final ProcessCall calls;
  private final Path repository;
  private final Duration timeout;
  private final List<String> asked = new ArrayList<>();
  private final StringBuilder said = new StringBuilder();

  private GitCall(ProcessCall calls, Path repository, Duration timeout) {
    this.calls = calls;
    this.repository = repository;
    this.timeout = timeout;
  }

  /** In the folder that the argument {@code repository} names, inside the workspace. */
  public static GitCall in(ProcessCall calls, Path workspace, Args args, Duration timeout)
      throws CallRefused {
    String given = args.optionalText("repository").orElse("");
    try {
      Path folder = workspace.resolve(given).normalize();
      if (folder.startsWith(workspace.normalize())) {
        return new GitCall(calls, folder, timeout);
      }
    } catch (InvalidPathException e) {
      throw new CallRefused("the repository " + Excerpt.of(given) + " is no path");
    }
    throw new CallRefused("the repository " + given + " lies outside the workspace " + workspace);
  }

  /** A revision that git can read as nothing else. */
  public static String revision(String text) throws CallRefused {
    if (!text.matches(REVISION)) {
      throw new CallRefused(
          "\""
              + Excerpt.of(text)
              + "\" is no revision: a branch, a tag or a commit, of letters, digits and"
              + " . _ / @ ~ ^ + -");
    }
    return text;
  }

  /** The end of a command that looks at these paths only. */
  public static List<String> paths(List<String> paths) throws CallRefused {
    if (paths.size() > PATHS_MAX) {
      throw new CallRefused(paths.size() + " paths are given; the limit is " + PATHS_MAX);
    }
    List<String> end = new ArrayList<>(List.of("--"));
    end.addAll(paths);
    return end;
  }

  /** The whole id of the commit that a revision means. */
  public String commit(String text) throws CallRefused, InterruptedException {
    String revision = revision(text);
    Ended ended =
        run(
            List.of(
                "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"));
    if (ended.exit() == 1) {
      throw new CallRefused(
          "the repository "
              + repository
              + " knows no commit "
              + revision
              + "; is it fetched? (nothing is fetched here)");
    }
    return good(ended).strip();
  }

  /** What git wrote, split at NUL. */
  public List<String> records(List<String> command) throws CallRefused, InterruptedException {
    Ended ended = run(command);
    String out = good(ended);
    if (ended.output().cut()) {
      throw new CallRefused("git wrote more than 256 KiB; narrow it by paths, from or max");
    }
    return java.util.Arrays.stream(out.split("\0")).filter(r -> !r.isBlank()).toList();
  }

  /** A command that answers yes by exit 0 and no by exit 1. */
  public boolean yes(List<String> command) throws CallRefused, InterruptedException {
    Ended ended = run(command);
    if (ended.exit() == 1) {
      return false;
    }
    good(ended);
    return true;
  }

  /** Whether the history was cut off when it was cloned. */
  public boolean shallow() throws CallRefused, InterruptedException {
    return good(run(List.of("rev-parse", "--is-shallow-repository"))).strip().equals("true");
  }

  /** All that was asked and said. */
  public Proof proof() {
    return new Proof(String.join("\n", asked), said.toString());
  }

  private String good(Ended ended) throws CallRefused {
    if (ended.exit() != 0) {
      throw new CallRefused(
          "git ended with exit " + ended.exit() + ": " + Excerpt.of(ended.output().stderr()));
    }
    return ended.output().stdout();
  }

  private Ended run(List<String> command) throws CallRefused, InterruptedException {
    List<String> all = new ArrayList<>(ALWAYS);
    all.addAll(command);
    ProcessAsk ask = new ProcessAsk("git", all, ENVIRONMENT, repository, timeout);
    asked.add("git " + String.join(" ", command));
    ProcessOutcome outcome = calls.run(ask);
    return switch (outcome) {
      case NotStarted not -> throw new CallRefused(not.message());
      case Killed killed ->
          throw new CallRefused("no answer from git within " + Span.text(timeout));
      case Ended ended -> {
        said.append(ended.output().stdout().replace('\0', '\n')).append(ended.output().stderr());
        yield ended;
      }
    };
  }
}
