package dev.holddown.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.cli.link.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verbs that need no engine: validate, eval, dry run, and those that read a store. */
class ReadingVerbsTest {
  @TempDir Path folder = Path.of("");
  private TestKit kit = new TestKit(folder);

  @BeforeEach
  void newKit() {
    kit = new TestKit(folder);
  }

  private String smooth() {
    return kit.file("smooth.yaml", Playbooks.SMOOTH).toString();
  }

  @Test
  void a_sound_playbook_is_called_sound() {
    TestKit.Printed printed = kit.run("validate", smooth());
    assertThat(printed.exit()).isZero();
    assertThat(printed.out())
        .contains("smooth.yaml is sound: 2 stages, 2 items, 0 watches, a rollback in 1 phase");
  }

  @Test
  void all_problems_come_at_once_with_place_and_nearest_word() {
    String file =
        kit.file(
                "bad.yaml",
                Playbooks.SMOOTH.replace("lab.look", "lab.lok").replace("expect:", "expct:"))
            .toString();
    TestKit.Printed printed = kit.run("validate", file);
    assertThat(printed.exit()).isEqualTo(1);
    assertThat(printed.out())
        .contains(file + ":")
        .contains("did you mean lab.look?")
        .contains("did you mean expect?")
        .containsPattern("\\d+ problems");
    TestKit.Printed json = kit.run("validate", file, "--json");
    assertThat(json.exit()).isEqualTo(1);
    assertThat(Json.tree(json.out()).path("valid").asBoolean()).isFalse();
    assertThat(Json.tree(json.out()).path("problems").path(0).path("line").asInt()).isPositive();
  }

  @Test
  void a_file_that_is_not_there_is_said_to_be_so() {
    TestKit.Printed printed = kit.run("validate", folder.resolve("none.yaml").toString());
    assertThat(printed.exit()).isEqualTo(1);
    assertThat(printed.err()).contains("holddown: there is no file ").contains("none.yaml");
  }

  @Test
  void eval_tells_the_verdict_and_the_values_it_came_from() {
    String result = kit.file("value.json", "{\"value\": 0.02}").toString();
    TestKit.Printed passed = kit.run("eval", "result.value > 0.01", "--result", result);
    assertThat(passed.exit()).isZero();
    assertThat(passed.out()).startsWith("PASSED  ").contains("result.value = 0.02");
    TestKit.Printed failed = kit.run("eval", "result.value > 0.03", "--result", result, "--json");
    assertThat(failed.exit()).isEqualTo(1);
    assertThat(Json.tree(failed.out()).path("verdict").asString()).isEqualTo("FAILED");
    TestKit.Printed absent = kit.run("eval", "result.other > 0.03", "--result", result);
    assertThat(absent.exit()).isEqualTo(3);
    assertThat(absent.out()).startsWith("ERRORED  ");
    TestKit.Printed broken = kit.run("eval", "result.value >", "--result", result);
    assertThat(broken.exit()).isEqualTo(2);
    assertThat(broken.err()).contains("column ");
  }

  @Test
  void where_nothing_was_run_status_says_how_to_begin_and_makes_no_folder() {
    TestKit.Printed printed = kit.run("status");
    assertThat(printed.exit()).isZero();
    assertThat(printed.out()).isEqualTo("No runs yet. Start one with: holddown run PLAYBOOK\n");
    assertThat(Json.tree(kit.run("status", "--json").out()).path("runs").isArray()).isTrue();
    TestKit.Printed show = kit.run("show", "x");
    assertThat(show.exit()).isEqualTo(1);
    assertThat(show.err())
        .contains("holddown: nothing has been run in ")
        .contains("give another folder with --data");
    assertThat(kit.data()).doesNotExist();
  }

  @Test
  void a_dry_run_shows_final_values_fences_and_the_way_back_and_starts_nothing() {
    TestKit.Printed printed = kit.run("run", smooth(), "--input", "version=2.0", "--dry-run");
    assertThat(printed.exit()).isZero();
    assertThat(printed.out())
        .startsWith("DRY RUN: nothing is started.  A release without people for shop/prod")
        .contains("asks lab.look, expects result.version != inputs.version")
        .contains("does lab.change version=2.0, fence: none")
        .contains("The way back, to version=old")
        .contains("version=${rollback.to.version}")
        .endsWith("DRY RUN: nothing was started.\n");
    assertThat(kit.data()).doesNotExist();
    TestKit.Printed json =
        kit.run("run", smooth(), "--input", "version=2.0", "--dry-run", "--json");
    assertThat(Json.tree(json.out()).path("stages").size()).isEqualTo(2);
  }

  @Test
  void a_run_with_wrong_inputs_names_all_of_them_and_starts_nothing() {
    TestKit.Printed printed = kit.run("run", smooth(), "--input", "verson=2.0");
    assertThat(printed.exit()).isEqualTo(1);
    assertThat(printed.err())
        .contains("holddown: --input verson: the playbook has no such input; did you mean version?")
        .contains("the input version is missing (The version to release); give it with --input")
        .contains("nothing was started");
    TestKit.Printed env = kit.run("run", smooth(), "-i", "version=2.0", "--env", "prd");
    assertThat(env.exit()).isEqualTo(2);
    assertThat(env.err()).contains("--env prd: the playbook may go to prod; did you mean prod?");
  }
}
