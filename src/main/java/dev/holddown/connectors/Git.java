package dev.holddown.connectors;

import dev.holddown.connectors.support.Args;
import dev.holddown.connectors.support.CallRefused;
import dev.holddown.connectors.support.GitCall;
import dev.holddown.connectors.support.ProcessCall;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Asking;
import dev.holddown.spi.Connector;
import dev.holddown.spi.Manual;
import dev.holddown.spi.Proof;
import dev.holddown.spi.Question;
import dev.holddown.spi.Slot;
import dev.holddown.spi.Verb;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks a git repository on this machine, with git itself; nothing is fetched and no hook runs. */
public final class Git implements Connector {
  private static final int COMMITS_MAX = 1_000;
  private static final int COMMITS = 100;

  private final ProcessCall calls;
  private final Path folder;

  /**
   * @param folder the workspace, in which repositories lie
   */
  public Git(ProcessCall calls, Path folder) {
    this.calls = calls;
    this.folder = folder;
  }

  @Override
  public String name() {
    return "git";
  }

  @Override
  public List<Verb> verbs() {
    return List.of(log(), diff(), tag(), contains());
  }

  private static Manual.Builder manual(String name, String sentence) {
    return Manual.of(name, sentence)
        .optional(
            "repository",
            Manual.Type.TEXT,
            Slot.LITERAL,
            "its folder, relative to the workspace; the workspace itself when it is left out");
  }

  private Verb log() {
    Manual manual =
        manual("git.log", "Lists the commits between two revisions, newest first.")
            .optional("from", Manual.Type.TEXT, Slot.ARGV, "without what this revision reaches")
            .optional("to", Manual.Type.TEXT, Slot.ARGV, "what this revision reaches (HEAD)")
            .optional("paths", Manual.Type.LIST, Slot.ARGV, "only commits that touch one of these")
            .optional("max", Manual.Type.INT, Slot.DATA, "the newest so many, 1 to 1000 (100)")
            .gives("commits", "a list of {id, author, email, time, subject}")
            .gives("more", "whether there are more than max")
            .gives("from", "the commit of from, or empty")
            .gives("to", "the commit of to")
            .gives("samples", "how many commits are listed")
            .gives("value", "the same as samples")
            .example("git.log: {from: v1.4.1, to: v1.5.0}");
    return new Asks(manual, this, Git::log);
  }

  private static Said log(GitCall git, Args args) throws CallRefused, InterruptedException {
    String to = git.commit(args.optionalText("to").orElse("HEAD"));
    Optional<String> given = args.optionalText("from").filter(t -> !t.isEmpty());
    String from = given.isPresent() ? git.commit(given.get()) : "";
    int max = args.whole("max", 1, COMMITS_MAX).orElse(COMMITS);
    List<String> command =
        new ArrayList<>(List.of("log", "-z", "--no-show-signature", "--max-count=" + (max + 1)));
    command.add("--format=%H%x1f%an%x1f%ae%x1f%cI%x1f%s");
    command.add("--end-of-options");
    command.add(from.isEmpty() ? to : from + ".." + to);
    command.addAll(GitCall.paths(args.list("paths")));
    List<Map<String, Object>> commits = new ArrayList<>();
    for (String line : git.records(command)) {
      String[] cells = line.split("\u001f", -1);
      if (cells.length != 5) {
        throw new CallRefused("git log answered what is no commit: " + line);
      }
      Map<String, Object> commit = new LinkedHashMap<>();
      commit.put("id", cells[0]);
      commit.put("author", cells[1]);
      commit.put("email", cells[2]);
      commit.put("time", cells[3]);
      commit.put("subject", cells[4]);
      commits.add(commit);
    }
    boolean more = commits.size() > max;
    List<Map<String, Object>> listed = more ? commits.subList(0, max) : commits;
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("value", (long) listed.size());
    result.put("commits", List.copyOf(listed));
    result.put("more", more);
    result.put("from", from);
    result.put("to", to);
    return new Said(result, listed.size());
  }

  private Verb diff() {
    Manual manual =
        manual("git.diff", "Lists the files that differ between two revisions.")
            .required("from", Manual.Type.TEXT, Slot.ARGV, "a revision")
            .required("to", Manual.Type.TEXT, Slot.ARGV, "another revision")
            .optional("paths", Manual.Type.LIST, Slot.ARGV, "only files below one of these")
            .gives("files", "a list of {path, added, removed}; lines are 0 for binary files")
            .gives("paths", "the paths alone, for changed() and in")
            .gives("added", "lines added in all files")
            .gives("removed", "lines removed in all files")
            .gives("from", "the commit of from")
            .gives("to", "the commit of to")
            .gives("samples", "how many files differ; none proves something with min-samples: 0")
            .gives("value", "the same as samples")
            .example("git.diff: {from: v1.4.1, to: v1.5.0, paths: [migrations]}");
    return new Asks(manual, this, Git::diff);
  }

  private static Said diff(GitCall git, Args args) throws CallRefused, InterruptedException {
    String from = git.commit(args.text("from"));
    String to = git.commit(args.text("to"));
    List<String> command = new ArrayList<>(List.of("diff", "--numstat", "-z", "--no-renames"));
    command.addAll(List.of("--no-ext-diff", "--no-textconv", "--end-of-options", from, to));
    command.addAll(GitCall.paths(args.list("paths")));
    List<Map<String, Object>> files = new ArrayList<>();
    long added = 0;
    long removed = 0;
    for (String line : git.records(command)) {
      String[] cells = line.split("\t", 3);
      if (cells.length != 3) {
        throw new CallRefused("git diff answered what is no file: " + line);
      }
      long plus = lines(cells[0]);
      long minus = lines(cells[1]);
      added += plus;
      removed += minus;
      files.add(Map.of("path", cells[2], "added", plus, "removed", minus));
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("value", (long) files.size());
    result.put("files", files);
    result.put("paths", files.stream().map(file -> String.valueOf(file.get("path"))).toList());
    result.put("added", added);
    result.put("removed", removed);
    result.put("from", from);
    result.put("to", to);
    return new Said(result, files.size());
  }

  private static long lines(String cell) {
    return cell.matches("\\d{1,18}") ? Long.parseLong(cell) : 0;
  }

  private Verb tag() {
    Manual manual =
        manual("git.tag", "Looks a tag up, and what it points at.")
            .required("tag", Manual.Type.TEXT, Slot.ARGV, "its name, without refs/tags/")
            .gives("exists", "whether there is such a tag here")
            .gives("commit", "the commit it points at, or empty")
            .gives("annotated", "whether it is an object of its own, with author and message")
            .gives("signed", "whether it carries a signature, which is not verified here")
            .gives("tagger", "who made it, when it is annotated")
            .gives("time", "when it was made, or when the commit was")
            .gives("subject", "the first line of its message, or of the commit's")
            .gives("samples", "always 1: one name was looked up")
            .example("git.tag: {tag: v1.5.0}");
    return new Asks(manual, this, Git::tag);
  }

  private static Said tag(GitCall git, Args args) throws CallRefused, InterruptedException {
    String tag = GitCall.revision(args.text("tag"));
    String format =
        "%(refname)%1f%(objecttype)%1f%(objectname)%1f%(*objectname)%1f%(taggername)"
            + "%1f%(creatordate:iso-strict)%1f%(subject)%1f%(contents:signature)%00";
    List<String> command =
        List.of("for-each-ref", "--format=" + format, "--end-of-options", "refs/tags/" + tag);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("exists", false);
    result.put("commit", "");
    for (String record : git.records(command)) {
      // Not strip(): to Java the separator is white space too.
      String[] cells = record.replaceAll("^\n+", "").split("\u001f", -1);
      if (cells.length == 8 && cells[0].equals("refs/tags/" + tag)) {
        boolean annotated = cells[1].equals("tag");
        result.put("exists", true);
        result.put("commit", annotated ? cells[3] : cells[2]);
        result.put("annotated", annotated);
        result.put("signed", cells[7].startsWith("-----BEGIN"));
        result.put("tagger", cells[4]);
        result.put("time", cells[5]);
        result.put("subject", cells[6]);
      }
    }
    return new Said(result, 1);
  }

  private Verb contains() {
    Manual manual =
        manual("git.contains", "Whether a revision has a commit in its history.")
            .required("revision", Manual.Type.TEXT, Slot.ARGV, "a branch, tag or commit")
            .required("commit", Manual.Type.TEXT, Slot.ARGV, "the commit that is looked for")
            .gives("contains", "whether it is there")
            .gives("revision", "the commit of revision")
            .gives("commit", "the whole id of commit")
            .gives("samples", "always 1: one history was looked at")
            .example("git.contains: {revision: v1.5.0, commit: 4f0c2d1}");
    return new Asks(manual, this, Git::contains);
  }

  private static Said contains(GitCall git, Args args) throws CallRefused, InterruptedException {
    String revision = git.commit(args.text("revision"));
    String commit = git.commit(args.text("commit"));
    boolean contains =
        git.yes(List.of("merge-base", "--is-ancestor", "--end-of-options", commit, revision));
    if (!contains && git.shallow()) {
      throw new CallRefused(
          "the repository is a shallow clone, so its history cannot show that "
              + commit
              + " is not in it; fetch it whole (git fetch --unshallow)");
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("contains", contains);
    result.put("revision", revision);
    result.put("commit", commit);
    return new Said(result, 1);
  }

  /** What git said, and how many things it is about. */
  private record Said(Map<String, Object> result, long samples) {}

  private interface Reading {
    Said read(GitCall git, Args args) throws CallRefused, InterruptedException;
  }

  /** One question to git. */
  private record Asks(Manual manual, Git git, Reading reading) implements Asking {
    @Override
    public Answer ask(Question question) throws InterruptedException {
      Args args = new Args(manual.name(), question.args());
      GitCall call;
      try {
        for (Manual.Field field : manual.fields()) {
          if (field.required()) {
            args.text(field.name());
          }
        }
        call = GitCall.in(git.calls, git.folder, args, question.timeout());
      } catch (CallRefused e) {
        return Answer.error(e.sentence(), question.at(), Proof.none());
      }
      try {
        Said said = reading.read(call, args);
        Map<String, Object> result = new LinkedHashMap<>(said.result());
        result.put("samples", said.samples());
        return Answer.of(result, said.samples(), question.at(), call.proof());
      } catch (CallRefused e) {
        return Answer.error(manual.name() + ": " + e.sentence(), question.at(), call.proof());
      }
    }
  }
}
