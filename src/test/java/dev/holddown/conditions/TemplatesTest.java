package dev.holddown.conditions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holddown.domain.playbook.Arg;
import dev.holddown.domain.playbook.Place;
import dev.holddown.engine.port.Conditions.ConditionException;
import dev.holddown.engine.port.ExprCheck;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How text falls into words and holes. */
final class TemplatesTest {
  private static final ExprCheck CHECK = new Cel().check();
  private static final Place PLACE = new Place("release.yaml", 12, 5);

  /** Words in «», holes in ‹›. */
  private static String parts(String text) {
    return switch (CHECK.template(text, PLACE)) {
      case Arg.Template t ->
          t.parts().stream()
              .map(part ->
                  switch (part) {
                    case Arg.Words w -> "«" + w.text() + "»";
                    case Arg.Hole h -> "‹" + h.expr().source() + "›";
                  })
              .collect(Collectors.joining());
      case Arg.Literal l -> "literal " + l.value();
      default -> "something else";
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " # ",
      quoteCharacter = '`',
      textBlock =
          """
          plain # literal plain
          ${a} # ‹a›
          ${ a.b } # ‹a.b›
          x${a}y${b} # «x»‹a›«y»‹b›
          ${a}${b} # ‹a›‹b›
          $${a} # literal ${a}
          $$${a} # literal $${a}
          $${a}${b} # «${a}»‹b›
          a$b # literal a$b
          $ # literal $
          cost: 5$ # literal cost: 5$
          {a} # literal {a}
          ${{"a": 1}.a} # ‹{"a": 1}.a›
          ${{"a": {"b": 1}}["a"]}! # ‹{"a": {"b": 1}}["a"]›«!»
          ${"}"} # ‹"}"›
          ${'}'} # ‹'}'›
          ${"\\"}"} # ‹"\\"}"›
          ${'it\\'s }'}z # ‹'it\\'s }'›«z»
          ${r'\\'}z # ‹r'\\'›«z»
          ${x.matches(r"\\}")} # ‹x.matches(r"\\}")›
          ${\"""a"}b\"""}c # ‹\"""a"}b\"""›«c»
          ${'''a'}b'''}c # ‹'''a'}b'''›«c»
          ${a.`b}c`}d # ‹a.`b}c`›«d»
          ${"${b}"} # ‹"${b}"›
          ${user}'s # ‹user›«'s»
          """)
  void text_falls_into_words_and_holes(String text, String parts) {
    assertThat(parts(text)).isEqualTo(parts);
  }

  @Test
  void a_comment_hides_its_brace() {
    assertThat(parts("${a // }\n + b}c")).isEqualTo("‹a // }\n + b›«c»");
  }

  @Test
  void a_hole_knows_its_place() {
    Arg.Template template = (Arg.Template) CHECK.template("a ${ b }\n  ${c}", PLACE);
    List<Place> places =
        template.parts().stream()
            .filter(p -> p instanceof Arg.Hole)
            .map(p -> ((Arg.Hole) p).expr().place())
            .toList();
    assertThat(places)
        .containsExactly(new Place("release.yaml", 12, 10), new Place("release.yaml", 13, 5));
    assertThat(template.source()).isEqualTo("a ${ b }\n  ${c}");
    assertThat(template.place()).isEqualTo(PLACE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"${", "${a", "${\"}", "${'a}", "${{a}", "${a // }", "${a.`b}", "${\"\\"})
  void an_unclosed_hole_is_refused_with_its_place(String hole) {
    assertThatThrownBy(() -> CHECK.template("ab" + hole, PLACE))
        .isInstanceOf(ConditionException.class)
        .hasMessage(
            "release.yaml:12:7 ${ is never closed; add a }, or write $${ for a dollar and a brace");
  }

  @Test
  void an_empty_hole_is_refused() {
    assertThatThrownBy(() -> CHECK.template("${ }", PLACE))
        .isInstanceOf(ConditionException.class)
        .hasMessage("release.yaml:12:5 ${} holds nothing; write a name such as ${inputs.version}");
  }
}
