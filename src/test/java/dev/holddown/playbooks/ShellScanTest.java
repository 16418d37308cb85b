package dev.holddown.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShellScanTest {
  private static List<String> found(String script) {
    return ShellScan.of(script).stream().map(ShellScan.Finding::what).toList();
  }

  @Test
  void a_variable_outside_quotes_is_refused() {
    assertThat(found("rm -rf $DIR/x"))
        .containsExactly("`$DIR` is not quoted: a value with a space or * becomes several words");
    assertThat(found("cp ${A:-x} $1 $@")).hasSize(3);
    assertThat(found("echo a$X\"b\"")).hasSize(1);
    assertThat(found("echo \"$(cat $F)\"")).hasSize(1);
    assertThat(found("echo `cat $F`")).hasSize(1);
  }

  @Test
  void a_variable_in_quotes_a_comment_or_a_here_document_is_fine() {
    assertThat(found("echo \"$A ${B} $(date)\" # $C\nmake TAG=\"${TAG}\"")).isEmpty();
    assertThat(found("echo '$A' \\$B a#b")).isEmpty();
    assertThat(found("cat <<END\n$A\nEND\ncat <<-'E'\n\teval $B\n\tE\necho done")).isEmpty();
    assertThat(found("test $? -eq 0 && echo $# $$; n=$((A + 1)); echo ${#A}")).isEmpty();
    assertThat(found("echo \"${A:-\"b\"}\" x")).isEmpty();
  }

  @Test
  void eval_as_a_command_is_refused_however_it_is_written() {
    assertThat(found("eval \"$X\"")).containsExactly("eval makes code out of text");
    assertThat(found("true && 'ev'al x")).hasSize(1);
    assertThat(found("A=1 eval x; if eval y; then command eval z; fi")).hasSize(3);
    assertThat(found("opa eval data.release; echo eval")).isEmpty();
  }

  @Test
  void a_second_shell_with_c_is_refused() {
    assertThat(found("bash -c 'ls'")).containsExactly("a shell with -c makes code out of text");
    assertThat(found("find . | xargs /bin/sh -ec 'ls'")).hasSize(1);
    assertThat(found("docker exec web sh -e -c ls")).hasSize(1);
    assertThat(found("bash script.sh -c; grep -c x file; python -c 'x'")).isEmpty();
  }

  @Test
  void a_script_that_never_ends_its_quote_is_read_to_its_end() {
    assertThat(found("echo \"$A")).isEmpty();
    assertThat(found("echo '$A")).isEmpty();
    assertThat(found("echo \"$(")).isEmpty();
    assertThat(found("echo ${")).hasSize(1);
    assertThat(found("echo \"${")).isEmpty();
    assertThat(found("cat <<E")).isEmpty();
    assertThat(found("a\\")).isEmpty();
  }

  @Test
  void the_place_of_a_finding_is_its_line_in_the_playbook() {
    assertThat(
            Written.problems(
                Written.withItems(
                    """
                    - step: B
                      exec.script:
                        script: |
                          set -e
                          rm -rf $DIR
                    """)))
        .containsExactly(
            "p.yaml:14:20 `$DIR` is not quoted: a value with a space or * becomes several words;"
                + " write \"$DIR\"");
  }

  @Test
  void a_program_that_is_a_shell_is_a_script_in_disguise() {
    assertThat(
            Written.ofItems(
                """
                - step: A
                  exec.run: {args: [-c, "echo hi"], program: /bin/sh}
                """))
        .containsExactly(
            "a shell with -c makes code out of text; use exec.script, whose text is literal and"
                + " reads its values from the environment");
  }
}
