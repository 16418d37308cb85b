package dev.holddown.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code validate}, {@code schema} and {@code completion}. */
class LanguageVerbsTest {
  private static final String LATER =
      """
      kind: playbook
      id: later
      title: Later
      subject: {service: checkout, environment: prod}
      lock: service
      charts: []
      stages: [{stage: Go, items: [{signoff: Go, sign: {role: approver}}]}]
      """;

  @TempDir Path folder = Path.of("");
  private TestKit kit = new TestKit(folder);

  @BeforeEach
  void newKit() {
    kit = new TestKit(folder);
  }

  @Test
  void validate_takes_what_is_not_run_yet_as_a_note() {
    Path file = kit.file("later.yaml", LATER);

    TestKit.Printed printed = kit.run("validate", file.toString());

    assertThat(printed.exit()).isZero();
    assertThat(printed.out())
        .isEqualTo(
            file
                + " is sound: a document of kind playbook\n"
                + file
                + ":5:1: lock is understood and runs in a later version: it needs locks other than"
                + " one for each service and environment\n"
                + file
                + ":6:1: charts is understood and runs in a later version: it needs pages, which"
                + " are not built yet\n"
                + "run refuses it until then\n");
    assertThat(kit.run("validate", file.toString(), "--json").out())
        .contains("\"valid\" : true", "\"notRun\"", "\"line\" : 5");
  }

  @Test
  void run_refuses_what_is_not_run_yet_with_place_and_cure() {
    Path file = kit.file("later.yaml", LATER);

    TestKit.Printed printed = kit.run("run", file.toString());

    assertThat(printed.exit()).isEqualTo(1);
    assertThat(printed.out())
        .contains(
            file
                + ":5:1: lock is not run by this version: it needs locks other than one for each"
                + " service and environment\n    remove the block or keep it in a comment\n");
    assertThat(printed.err())
        .isEqualTo("holddown: 2 things are not run by this version; nothing was started\n");
  }

  @Test
  void validate_reads_every_document_of_a_pack() {
    Path file =
        kit.file("pack.yaml", LATER + "---\nkind: people\nroles: {cto: {members: [ann]}}\n");

    assertThat(kit.run("validate", file.toString()).out())
        .contains(
            file + ":7:57: there is no role `approver` in this pack\n    known here: cto\n",
            "1 problem");
  }

  @Test
  void a_file_of_50_megabytes_is_refused_unread() throws IOException {
    Path file = folder.resolve("large.yaml");
    Files.write(file, new byte[50 * 1024 * 1024]);

    TestKit.Printed printed = kit.run("validate", file.toString());

    assertThat(printed.exit()).isEqualTo(1);
    assertThat(printed.err())
        .isEqualTo(
            "holddown: the file "
                + file
                + " has more than 4,194,304 bytes, which is the most that is read; split it into"
                + " several playbooks\n");
  }

  @Test
  void schema_prints_the_kind_that_is_asked_for() {
    assertThat(kit.run("schema").out())
        .contains("\"$id\" : \"urn:holddown:schema:playbook\"", "lab.look", "2020-12");
    assertThat(kit.run("schema", "--kind", "people").out()).contains("urn:holddown:schema:people");
    assertThat(kit.run("schema", "--page").out()).startsWith("# The keys of the language\n");
    assertThat(kit.run("schema", "--kind", "peple").err())
        .isEqualTo(
            "holddown: --kind peple: the kinds are playbook, board, freeze, people, exceptions,"
                + " preauthorisation, workspace; did you mean people?\n");
  }

  @Test
  void completion_knows_its_shells() {
    assertThat(kit.run("completion", "zsh").out()).startsWith("#compdef holddown\n");
    assertThat(kit.run("completion", "fish").out())
        .contains("-n __fish_use_subcommand -a validate -d 'Says everything that is wrong");
    assertThat(kit.run("completion", "runs").out()).isEmpty();
    assertThat(kit.run("completion", "powershell").err())
        .isEqualTo("holddown: completion powershell: the shells are bash, zsh and fish\n");
  }

  @Test
  void bash_completes_verbs_options_playbooks_and_runs() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "needs bash");
    kit.file("release.yaml", LATER);
    kit.file("notes.txt", "x");
    Path script = kit.file("completion.bash", kit.run("completion", "bash").out());
    String bash =
        """
        set -u
        cd '%s'
        holddown() { echo later-r1; echo later-r2; }
        source '%s'
        ask() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _holddown; echo "${COMPREPLY[*]}"; }
        ask holddown va
        ask holddown validate --j
        ask holddown validate re
        ask holddown hold later-
        ask holddown completion z
        """
            .formatted(folder, script);
    Process process = new ProcessBuilder("/bin/bash", "-c", bash).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(out).isEqualTo("validate\n--json\nrelease.yaml\nlater-r1 later-r2\nzsh\n");
  }
}
