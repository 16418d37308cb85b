package dev.holddown.conditions;

import static dev.holddown.conditions.Sample.expr;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.engine.port.ExprCheck;
import dev.holddown.engine.port.ExprCheck.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said about an expression before anything runs. */
final class CelCheckTest {
  private static final ExprCheck CHECK = new Cel().check();
  private static final Map<String, List<String>> NAMES =
      Map.of(
          "result", List.of("status", "json", "value"),
          "inputs", List.of(),
          "baseline", List.of("value", "mean", "sd", "samples"));

  private static String first(List<Problem> problems) {
    Problem p = problems.getFirst();
    return p.offset() + " " + p.what() + (p.cure().isEmpty() ? "" : "; " + p.cure());
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " # ",
      quoteCharacter = '`',
      textBlock =
          """
          result.value = 1 # 13 "=" is not part of the language; write == to compare
          a === b # 4 "===" is not part of the language; write == to compare
          result.value <> 1 # 14 "<>" is not part of the language; write !=
          result.ok and result.ok # 10 "and" is not part of the language; write &&
          result.ok or result.ok # 10 "or" is not part of the language; write ||
          not result.ok # 0 "not" is not part of the language; write !
          result.ok & result.ok # 10 "&" is not part of the language; write &&
          result.ok | result.ok # 10 "|" is not part of the language; write ||
          result.value > # 14 the expression ends too early; something is missing after >
          result.value > 5% # 17 the expression ends too early; write percent(5) for 5 %
          result.value > 1s # 15 1s is not a number; write duration("1s"), ms(…), percent(…) or\
           kib(…)
          (result.ok # 10 a ) is missing at the end; add it
          result.json[0 # 13 a ] is missing at the end; add it
          result.ok) # 9 ")" cannot stand here
          result. # 7 a name is missing after the dot
          result.in # 7 "in" cannot stand after a dot; write ["in"] instead
          result.json == "abc # 15 the quote opened here is never closed; close it
          result.json.matches("\\d") # 20 the text that begins here holds an escape that is not\
           known;\
           write \\\\ for a backslash, or r'…' for a pattern
          for > 1 # 0 "for" is a word of the language and cannot be a name
          has(result) # 3 has() asks for a field; write has(result.version)
          result.value > 99999999999999999999 # 15 the number 99999999999999999999 is too large
          ${result.ok} # 0 "$" cannot stand here; names stand here without ${}
          "é" == é # 7 "é" cannot stand here
          "😀" == ; # 8 ";" cannot stand here
          """)
  void a_syntax_error_is_one_sentence_at_its_place(String source, String problem) {
    assertThat(first(CHECK.condition(expr(source), NAMES))).isEqualTo(problem);
  }

  @Test
  void nothing_written_is_said() {
    assertThat(first(CHECK.condition(expr("  \n"), NAMES)))
        .isEqualTo("0 the expression is empty; write a condition");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " # ",
      quoteCharacter = '`',
      textBlock =
          """
          result.statuss == 200 # 7 "statuss" is not a field of result; did you mean status?
          result.jsno.x == 1 # 7 "jsno" is not a field of result; did you mean json?
          result["statuss"] == 1 # 7 "statuss" is not a field of result; did you mean status?
          has(result.jsom) # 11 "jsom" is not a field of result; did you mean json?
          1 < result.other # 11 "other" is not a field of result; result has: status, json, value
          resutl.status == 200 # 0 "resutl" is not known here; did you mean result?
          Inputs.x == 1 # 0 "Inputs" is not known here; did you mean inputs?
          vars.x == 1 # 0 "vars" is not known here; known here: baseline, inputs, result
          result.json.all(x, y.z) # 19 "y" is not known here; known here: baseline, inputs, result
          sise(result.json) > 1 # 4 there is no function sise(); did you mean size?
          "a".startWith(inputs.x) # 13 there is no function startWith(); did you mean startsWith?
          contains(inputs.x) # 8 contains() stands after a dot; write x.contains(…)
          inputs.x.ms() > 1 # 11 ms() stands alone; write ms(x)
          result.json.all(x) # 15 all() is called with other arguments than it takes;\
           write list.all(x, …) with a name and an expression
          changed("src/**") # 7 changed() needs git, which cannot be asked here
          """)
  void a_wrong_name_comes_with_the_nearest_right_one(String source, String problem) {
    assertThat(first(CHECK.condition(expr(source), NAMES))).isEqualTo(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " # ",
      quoteCharacter = '`',
      textBlock =
          """
          "a" < 1 # 4 text cannot be compared with a number by <
          inputs.x > size("a") == "b" # 21 true or false cannot be compared with text by ==
          "a" + 1 == inputs.x # 4 "+" cannot be used on text and a number
          inputs.ok && "x" # 10 "&&" cannot be used on a value and text
          inputs.x.contains(1) # 17 contains() cannot be used on a value with a number
          ms("1") > inputs.x # 2 ms() cannot be used with text
          1 + 1 # 0 the expression is a number, but a condition must be true or false;\
           compare it with something
          inputs.x.map(i, i) # 0 the expression is a list, but a condition must be true or false;\
           compare it with something
          inputs.x.matches("(") # 16 the pattern "(" cannot be read: missing closing )
          duration("24") > inputs.x # 8 duration("24") cannot be read;\
           write a number and a unit, such as "24h", "90m" or "1h30m"
          Foo{a: 1} == inputs.x # 3 "Foo{…}" is not part of the language;\
           write a map, such as {"name": "value"}
          {1: 2} == inputs.x # 1 the key of a map must be text in quotes
          b"a" == inputs.x # 0 bytes such as b"…" are not part of the language;\
           write the text without the b
          true # 0 true is constant, it proves nothing; use an answer, such as result.status == 200
          1 < 2 # 0 1 < 2 is constant, it proves nothing; use an answer, such as result.status ==\
           200
          [1, 2].all(x, x > 0) # 10 [1, 2].all(x, x > 0) is constant, it proves nothing;\
           use an answer, such as result.status == 200
          inputs.ok || true # 13 true is constant, it proves nothing;\
           use an answer, such as result.status == 200
          !(inputs.ok && 1 == 1) # 15 1 == 1 is constant, it proves nothing;\
           use an answer, such as result.status == 200
          inputs.x == inputs.x # 9 both sides are inputs.x, it proves nothing;\
           compare it with something else
          """)
  void types_and_constants_are_checked(String source, String problem) {
    assertThat(first(CHECK.condition(expr(source), NAMES))).isEqualTo(problem);
  }

  @Test
  void all_problems_are_told_at_once() {
    assertThat(CHECK.condition(expr("reslt.x == 1 || result.vale > 2 || true"), NAMES))
        .extracting(Problem::what)
        .containsExactly(
            "true is constant, it proves nothing",
            "\"reslt\" is not known here",
            "\"vale\" is not a field of result");
  }

  @Test
  void a_sound_condition_has_no_problem() {
    assertThat(
            CHECK.condition(
                expr(
                    "result.value > 2 * baseline.value && last_good().version != inputs.v"
                        + " && utc() > timestamp(inputs.t) && result.json.all(j, j.ok)"),
                NAMES))
        .isEmpty();
  }

  @Test
  void a_value_may_be_constant_and_of_any_type() {
    assertThat(CHECK.value(expr("1 + 1"), NAMES)).isEmpty();
    assertThat(CHECK.value(expr("result.json"), NAMES)).isEmpty();
    assertThat(first(CHECK.value(expr("result.jso"), NAMES)))
        .isEqualTo("7 \"jso\" is not a field of result; did you mean json?");
  }
}
