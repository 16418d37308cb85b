package dev.holddown.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holddown.spi.Answer;
import dev.holddown.spi.Deed;
import dev.holddown.spi.Secret;
import dev.holddown.testing.RealTime;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecTest {
  private static final Duration SHORT = Duration.ofSeconds(1);

  /** Long enough for a loaded machine to start four processes. */
  private static final Duration TREE_GROWN = Duration.ofSeconds(5);

  @TempDir Path folder;
  private Acts acts;

  @BeforeEach
  void programs() {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "this machine has no /bin/bash");
    acts = new Acts(folder);
  }

  private Deed script(String text, Map<String, Object> env, Duration timeout)
      throws InterruptedException {
    return acts.act("exec.script", Map.of("script", text, "env", env), "op-1", timeout);
  }

  private Deed script(String text) throws InterruptedException {
    return script(text, Map.of(), Acts.LONG);
  }

  private Map<String, Object> landed(Deed deed) {
    assertThat(deed).isInstanceOf(Deed.Landed.class);
    return ((Deed.Landed) deed).result();
  }

  private String failed(Deed deed) {
    assertThat(deed).isInstanceOf(Deed.Failed.class);
    return ((Deed.Failed) deed).message();
  }

  @Test
  void a_program_that_ends_with_zero_has_landed() throws Exception {
    Map<String, Object> result =
        landed(acts.act("exec.run", Map.of("program", "echo", "args", List.of("a b", 3.0, true))));
    assertThat(result)
        .containsEntry("exit", 0L)
        .containsEntry("stdout", "a b 3 true\n")
        .containsEntry("stderr", "")
        .containsEntry("lines", List.of("a b 3 true"))
        .containsEntry("cut", false)
        .containsEntry("samples", 1L)
        .doesNotContainKey("json");
    assertThat((double) Acts.of(result, "seconds")).isPositive();
  }

  @Test
  void any_other_exit_has_failed_and_says_its_last_words() throws Exception {
    assertThat(failed(script("echo one >&2; echo 'no such cluster' >&2; exit 3")))
        .isEqualTo("`bash` ended with exit 3: no such cluster");
    assertThat(failed(script("exit 4"))).isEqualTo("`bash` ended with exit 4 and said nothing");
    assertThat(failed(script("kill -TERM $$"))).startsWith("`bash` ended with exit 143");
  }

  @Test
  void a_script_stops_at_an_error_an_unset_name_and_a_broken_pipe() throws Exception {
    assertThat(failed(script("false; touch after"))).contains("exit 1");
    assertThat(failed(script("echo $NOT_SET; touch after"))).contains("NOT_SET: unbound variable");
    assertThat(failed(script("false | cat; touch after"))).contains("exit 1");
    assertThat(folder.resolve("after")).doesNotExist();
  }

  @Test
  void a_child_sees_only_what_is_declared() throws Exception {
    Map<String, Object> result =
        landed(acts.act("exec.run", Map.of("program", "env", "env", Map.of("TAG", "v1"))));
    assertThat(result.get("lines"))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(String.class))
        .containsExactlyInAnyOrder(
            "PATH=" + System.getenv("PATH"), "TAG=v1", "HOLDDOWN_OP=op-1", "HOLDDOWN_TOKEN=3.7");
  }

  @Test
  void a_secret_goes_by_environment_only_and_never_comes_back() throws Exception {
    Secret secret = new Secret("token", "hunter2hunter2");
    Deed deed = script("echo \"{\\\"t\\\":\\\"$T\\\"}\"", Map.of("T", secret), Acts.LONG);
    assertThat(landed(deed)).containsEntry("json", Map.of("t", "{secret: token}"));
    assertThat(deed.toString()).doesNotContain("hunter2").contains("T={secret: token}");
    assertThat(failed(acts.act("exec.run", Map.of("program", "echo", "args", List.of(secret)))))
        .isEqualTo("the secret token may not stand in args[0] of exec.run; nothing was started");
  }

  @Test
  void a_program_that_hangs_is_killed_at_its_deadline_with_all_its_children() throws Exception {
    Path pids = folder.resolve("pids");
    String script =
        """
        echo $$ >> pids
        sleep 300 & echo $! >> pids
        (trap '' TERM INT HUP; sleep 300) & echo $! >> pids
        setsid sleep 300 & echo $! >> pids
        wait
        """;
    assertThat(failed(script(script, Map.of(), TREE_GROWN)))
        .isEqualTo("`bash` ended at its deadline of 5s; its process group is dead");
    List<String> started = Files.readAllLines(pids);
    assertThat(started).hasSize(4);
    assertThat(started).allSatisfy(pid -> assertThat(alive(Long.parseLong(pid.strip()))).isFalse());
  }

  @Test
  void a_child_that_daemonised_itself_is_found_by_its_environment() throws Exception {
    assumeTrue(Files.isReadable(Path.of("/proc/self/environ")), "this machine has no /proc");
    String script = "(setsid bash -c 'echo $$ > daemon; exec sleep 300' &) ; sleep 300";
    failed(script(script, Map.of(), TREE_GROWN));
    long daemon = Long.parseLong(Files.readString(folder.resolve("daemon")).strip());
    assertThat(alive(daemon)).isFalse();
  }

  private static boolean alive(long pid) throws java.io.IOException {
    Path stat = Path.of("/proc", Long.toString(pid), "stat");
    if (!Files.isReadable(stat)) {
      return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
    return !Files.readString(stat).matches("(?s).*\\) [ZX] .*");
  }

  @Test
  void what_is_left_in_the_background_ends_with_the_program() throws Exception {
    long start = RealTime.nanos().getAsLong();
    Map<String, Object> result = landed(script("sleep 300 & echo $!"));
    assertThat(Duration.ofNanos(RealTime.nanos().getAsLong() - start))
        .isLessThan(Duration.ofSeconds(60));
    assertThat(alive(Long.parseLong(((String) Acts.of(result, "stdout")).strip()))).isFalse();
  }

  @Test
  void an_interrupted_act_leaves_no_process_behind() throws Exception {
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread caller =
        Thread.ofPlatform()
            .start(() -> {
              try {
                script("echo $$ > pid.new; mv pid.new pid; sleep 300");
                interrupted.complete(false);
              } catch (InterruptedException e) {
                interrupted.complete(true);
              }
            });
    Path pid = folder.resolve("pid");
    long until = RealTime.nanos().getAsLong() + Duration.ofSeconds(60).toNanos();
    while (!Files.exists(pid) && RealTime.nanos().getAsLong() < until) {
      LockSupport.parkNanos(20_000_000);
    }
    caller.interrupt();
    assertThat(interrupted.get(60, TimeUnit.SECONDS)).isTrue();
    assertThat(alive(Long.parseLong(Files.readString(pid).strip()))).isFalse();
  }

  @Test
  void much_output_keeps_its_head_and_its_tail() throws Exception {
    Deed deed = script("echo first; head -c 3000000 /dev/zero | tr '\\0' x; echo last");
    String stdout = (String) landed(deed).get("stdout");
    assertThat(stdout).startsWith("first\n").endsWith("last\n").hasSizeLessThan(70_000);
    assertThat(landed(deed)).containsEntry("cut", true);
    String proof = ((Deed.Landed) deed).proof().response();
    assertThat(proof).contains(" bytes left out …").hasSizeLessThan(300_000);
    assertThat(proof.getBytes(StandardCharsets.UTF_8).length).isGreaterThan(250_000);
  }

  @Test
  void a_program_that_is_not_there_is_named_with_the_path() throws Exception {
    assertThat(failed(acts.act("exec.run", Map.of("program", "kubectl-of-nowhere"))))
        .isEqualTo(
            "no program `kubectl-of-nowhere` on the PATH ("
                + System.getenv("PATH")
                + "); nothing was started");
    assertThat(failed(acts.act("exec.run", Map.of("program", "/nowhere/x"))))
        .isEqualTo("no program /nowhere/x, or it may not be executed; nothing was started");
  }

  @Test
  void a_relative_path_is_refused() throws Exception {
    for (String program : List.of("./deploy.sh", "bin/deploy", "../x")) {
      assertThat(failed(acts.act("exec.run", Map.of("program", program))))
          .isEqualTo(
              "the program "
                  + program
                  + " is a relative path; give a bare name on the PATH or an absolute path;"
                  + " nothing was started");
    }
  }

  @Test
  void a_placeholder_left_in_an_argument_is_refused() throws Exception {
    for (String left :
        List.of(
            "<prev-version>",
            "<previous version>",
            "YOUR_BUCKET",
            "[REGION]",
            "API_ID",
            "$LATEST")) {
      assertThat(failed(acts.act("exec.run", Map.of("program", "echo", "args", List.of(left)))))
          .isEqualTo(
              "the argument \""
                  + left
                  + "\" still holds the placeholder "
                  + left
                  + "; nothing was started");
    }
  }

  @Test
  void names_and_folders_that_do_not_fit_are_refused() throws Exception {
    assertThat(failed(script("true", Map.of("A-B", "x"), Acts.LONG)))
        .startsWith("the environment name \"A-B\" may hold letters, digits and _ only");
    assertThat(failed(script("true", Map.of("BASH_FUNC_ls%%", "x"), Acts.LONG)))
        .contains("may hold letters, digits and _ only");
    assertThat(failed(script("true", Map.of("HOLDDOWN_OP", "x"), Acts.LONG)))
        .startsWith("the environment name HOLDDOWN_OP is set by Holddown itself");
    assertThat(failed(acts.act("exec.run", Map.of("program", "pwd", "folder", "../.."))))
        .startsWith("the folder ../.. lies outside the workspace ");
    assertThat(failed(acts.act("exec.run", Map.of("program", "pwd", "folder", "none"))))
        .isEqualTo("there is no folder " + folder.resolve("none") + "; nothing was started");
  }

  @Test
  void a_question_gives_exit_lines_and_json() throws Exception {
    Answer answer =
        acts.ask("exec.ask", Map.of("program", "echo", "args", List.of("{\"n\": [1, 2.5]}")));
    assertThat(answer.kind()).isEqualTo(Answer.Kind.ANSWERED);
    assertThat(answer.result()).containsEntry("json", Map.of("n", List.of(1L, 2.5)));
    assertThat(answer.samples()).isEqualTo(1);
    assertThat(answer.at()).isEqualTo(Acts.AT);
    Answer no = acts.ask("exec.ask", Map.of("program", "false"));
    assertThat(no.result()).containsEntry("exit", 1L);
    Answer broken = acts.ask("exec.ask", Map.of("program", "echo", "args", List.of("{\"n\":")));
    assertThat(broken.result()).doesNotContainKey("json").containsKey("json_error");
  }

  @Test
  void a_question_that_hangs_is_an_error_at_its_deadline() throws Exception {
    Answer answer = acts.ask("exec.ask", Map.of("program", "sleep", "args", List.of("300")), SHORT);
    assertThat(answer.kind()).isEqualTo(Answer.Kind.ERROR);
    assertThat(answer.message())
        .isEqualTo("no answer from `sleep` within 1s; its process group is dead");
  }

  @Test
  void nothing_is_on_the_standard_input() throws Exception {
    assertThat(landed(acts.act("exec.run", Map.of("program", "cat")))).containsEntry("stdout", "");
  }
}
