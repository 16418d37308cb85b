package dev.holddown.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holddown.spi.Answer;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Asks git itself about a repository that is made here. */
@Timeout(60)
class GitTest {
  @TempDir Path folder;
  private Path repository;
  private Acts acts;

  @BeforeEach
  void repository() throws Exception {
    String path = System.getenv().getOrDefault("PATH", "");
    assumeTrue(
        Stream.of(path.split(File.pathSeparator))
            .anyMatch(place -> Files.isExecutable(Path.of(place, "git"))),
        "no git program on this machine");
    acts = new Acts(folder);
    repository = Files.createDirectory(folder.resolve("shop"));
    git("init", "-q", "-b", "main");
    commit("a.txt", "one\n", "first; $(touch pwned) \"quoted\"");
    git("tag", "v1.0.0");
    commit("migrations/1.sql", "create table t (a int);\n", "second");
    commit("a.txt", "one\ntwo\n", "third");
    git("tag", "-a", "-m", "release of 1.1", "v1.1.0");
  }

  private void commit(String file, String text, String message) throws Exception {
    Path path = repository.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
    git("add", "-A");
    git("commit", "-q", "-m", message);
  }

  private String git(String... args) throws Exception {
    List<String> command = new ArrayList<>(List.of("git", "-c", "user.name=Ann Example"));
    command.addAll(List.of("-c", "user.email=ann@example.org", "-c", "commit.gpgsign=false"));
    command.addAll(List.of(args));
    Process process =
        new ProcessBuilder(command)
            .directory(repository.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said.strip();
  }

  private Answer ask(String verb, Object... more) throws InterruptedException {
    Map<String, Object> args = new java.util.HashMap<>(Map.of("repository", "shop"));
    for (int i = 0; i < more.length; i += 2) {
      args.put((String) more[i], more[i + 1]);
    }
    return acts.ask(verb, args);
  }

  @Test
  void commits_between_two_revisions_are_listed_newest_first() throws Exception {
    Answer answer = ask("git.log", "from", "v1.0.0", "to", "main");
    assertThat(answer.kind()).as(answer.message()).isEqualTo(Answer.Kind.ANSWERED);
    assertThat(answer.samples()).isEqualTo(2);
    assertThat(answer.result())
        .containsEntry("value", 2L)
        .containsEntry("more", false)
        .containsEntry("to", git("rev-parse", "HEAD"));
    assertThat(Acts.of(answer.result(), "commits").toString())
        .contains("subject=third")
        .contains("author=Ann Example, email=ann@example.org");
    assertThat(Acts.of(ask("git.log").result(), "commits").toString())
        .contains("subject=first; $(touch pwned) \"quoted\"");
    assertThat(ask("git.log", "max", 1L).result()).containsEntry("more", true);
    assertThat(ask("git.log", "paths", List.of("migrations")).result()).containsEntry("value", 1L);
    assertThat(ask("git.log", "from", "main", "to", "main").samples()).isZero();
  }

  @Test
  void files_that_differ_are_listed_with_their_lines() throws Exception {
    Answer answer = ask("git.diff", "from", "v1.0.0", "to", "v1.1.0");
    assertThat(answer.result())
        .containsEntry("paths", List.of("a.txt", "migrations/1.sql"))
        .containsEntry("added", 2L)
        .containsEntry("removed", 0L);
    Answer none = ask("git.diff", "from", "v1.0.0", "to", "main", "paths", List.of("docs"));
    assertThat(none.kind()).isEqualTo(Answer.Kind.ANSWERED);
    assertThat(none.samples()).isZero();
    // A pattern is a name like any other.
    assertThat(ask("git.diff", "from", "v1.0.0", "to", "main", "paths", List.of("*")).samples())
        .isZero();
  }

  @Test
  void a_tag_tells_what_it_points_at() throws Exception {
    assertThat(ask("git.tag", "tag", "v1.1.0").result())
        .containsEntry("exists", true)
        .containsEntry("annotated", true)
        .containsEntry("signed", false)
        .containsEntry("tagger", "Ann Example")
        .containsEntry("subject", "release of 1.1")
        .containsEntry("commit", git("rev-parse", "main"));
    assertThat(ask("git.tag", "tag", "v1.0.0").result())
        .containsEntry("exists", true)
        .containsEntry("annotated", false)
        .containsEntry("commit", git("rev-parse", "v1.0.0"));
    Answer none = ask("git.tag", "tag", "v9");
    assertThat(none.result()).containsEntry("exists", false).containsEntry("samples", 1L);
    assertThat(ask("git.tag", "tag", "v1").result()).containsEntry("exists", false);
  }

  @Test
  void whether_a_release_contains_a_commit() throws Exception {
    String third = git("rev-parse", "main");
    assertThat(ask("git.contains", "revision", "v1.1.0", "commit", "v1.0.0").result())
        .containsEntry("contains", true);
    assertThat(ask("git.contains", "revision", "v1.0.0", "commit", third.substring(0, 9)).result())
        .containsEntry("contains", false)
        .containsEntry("commit", third);
  }

  @Test
  void a_shallow_clone_cannot_say_that_something_is_missing() throws Exception {
    Path whole = repository;
    repository = Files.createDirectory(folder.resolve("shallow"));
    git("clone", "-q", "--depth", "1", "file://" + whole, ".");
    String head = git("rev-parse", "HEAD");
    git("fetch", "-q", "--depth", "1", "origin", "tag", "v1.0.0");
    Answer answer =
        acts.ask(
            "git.contains", Map.of("repository", "shallow", "revision", head, "commit", "v1.0.0"));
    assertThat(answer.message())
        .startsWith("git.contains: the repository is a shallow clone, so its history cannot show");
  }

  @Test
  void a_value_is_never_an_option_a_range_or_a_file() throws Exception {
    for (String hostile :
        List.of(
            "--output=pwned",
            "-p",
            "main..v1.0.0",
            "HEAD:a.txt",
            "main@{1}",
            "main pwned",
            "$(touch pwned)",
            "`touch pwned`",
            "main;touch pwned",
            "main\nv1.0.0",
            "^main")) {
      for (String verb : List.of("git.log", "git.diff", "git.contains", "git.tag")) {
        Answer answer =
            ask(
                verb,
                "from",
                hostile,
                "to",
                "main",
                "tag",
                hostile,
                "revision",
                hostile,
                "commit",
                "main");
        assertThat(answer.kind()).as(verb + " " + hostile).isEqualTo(Answer.Kind.ERROR);
        assertThat(answer.message()).contains("is no revision: a branch, a tag or a commit");
      }
    }
    assertThat(ask("git.log", "paths", List.of("--output=pwned")).samples()).isZero();
    assertThat(folder.resolve("pwned")).doesNotExist();
    assertThat(repository.resolve("pwned")).doesNotExist();
  }

  @Test
  void the_repositorys_own_settings_start_no_program() throws Exception {
    Path evil = repository.resolve("evil.sh");
    Files.writeString(evil, "#!/bin/sh\ntouch " + folder.resolve("pwned") + "\n");
    assertThat(evil.toFile().setExecutable(true)).isTrue();
    for (String key :
        List.of(
            "core.fsmonitor",
            "diff.external",
            "core.pager",
            "log.showSignature",
            "gpg.program",
            "diff.x.textconv")) {
      git("config", key, key.equals("log.showSignature") ? "true" : evil.toString());
    }
    Files.writeString(repository.resolve(".gitattributes"), "* diff=x\n");
    assertThat(ask("git.log").samples()).isEqualTo(3);
    assertThat(ask("git.diff", "from", "v1.0.0", "to", "main").samples()).isEqualTo(2);
    assertThat(folder.resolve("pwned")).doesNotExist();
  }

  @Test
  void what_is_not_there_is_told() throws Exception {
    assertThat(ask("git.log", "to", "nope").message())
        .isEqualTo(
            "git.log: the repository "
                + repository
                + " knows no commit nope; is it fetched? (nothing is fetched here)");
    assertThat(acts.ask("git.log", Map.of("repository", "../other")).message())
        .isEqualTo("the repository ../other lies outside the workspace " + folder);
    Files.createDirectory(folder.resolve("plain"));
    assertThat(acts.ask("git.log", Map.of("repository", "plain")).message())
        .contains("git ended with exit 128: fatal: not a git repository");
  }
}
