package dev.holddown.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.spi.Answer;
import dev.holddown.spi.Question;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Several questions by one query. */
class PrometheusTogetherTest extends PrometheusScene {
  private List<Question> all(Object... more) {
    return Stream.of("a", "b.c", "d").map(shop -> asked(shop, more)).toList();
  }

  private Question asked(String shop, Object... more) {
    Question plain = question(NOW, more);
    Map<String, Object> args = new java.util.HashMap<>(plain.args());
    args.put("query", "sum(rate(x{shop=\"" + shop + "\"}[1m]))");
    return new Question(args, NOW, plain.timeout());
  }

  @Test
  void one_request_answers_all_and_each_proof_holds_only_its_own() throws InterruptedException {
    gives("vector", "[" + row("'shop':'a'", "1") + "," + row("'shop':'b.c'", "4") + "]");
    List<Optional<Answer>> answers = query.askTogether(all());
    assertThat(server.forms()).hasSize(1);
    assertThat(server.forms().getFirst())
        .containsEntry("query", "sum by (shop) (rate(x{shop=~\"a|b[.]c|d\"}[1m]))");
    Answer a = answers.getFirst().orElseThrow();
    assertThat(a.result()).containsEntry("value", 1.0).containsEntry("labels", Map.of());
    assertThat(answers.get(1).orElseThrow().result()).containsEntry("value", 4.0);
    Answer d = answers.get(2).orElseThrow();
    assertThat(d.kind()).isEqualTo(Answer.Kind.NO_DATA);
    assertThat(d.message()).startsWith("the query gave no series");
    assertThat(a.proof().request())
        .isEqualTo(
            "one call for several watches; of them this one:\n"
                + "  query=sum by (shop) (rate(x{shop=~\"a|…\"}[1m]))\n");
    assertThat(a.proof().response()).isEqualTo("{} 1.0 at 2026-03-01T12:00:00.250Z");
    assertThat(a.proof().toString()).doesNotContain("b.c").doesNotContain("4");
  }

  @Test
  void a_query_that_is_the_same_for_all_is_asked_once_for_all() throws InterruptedException {
    server.reacts((exchange, form) -> {
      boolean main = form.getOrDefault("query", "").startsWith("sum by");
      String rows = main ? row("'shop':'a'", "1") + "," + row("'shop':'d'", "2") : row("", "77");
      String json = "{'status':'success','data':{'resultType':'vector','result':[" + rows + "]}}";
      MetricsServer.send(exchange, 200, "application/json", json.replace('\'', '"'));
    });
    List<Optional<Answer>> answers = query.askTogether(all("samples", "sum(y) or vector(0)"));
    assertThat(server.forms()).hasSize(2);
    assertThat(answers.getFirst().orElseThrow().samples()).isEqualTo(77);
    assertThat(answers.get(2).orElseThrow().samples()).isEqualTo(77);
  }

  @Test
  void what_is_refused_warned_of_or_gives_a_strange_row_is_asked_one_by_one()
      throws InterruptedException {
    json(422, "{'status':'error','errorType':'execution','error':'too many samples'}");
    assertThat(query.askTogether(all())).containsOnly(Optional.empty()).hasSize(3);
    String rows = "[" + row("'shop':'a'", "1") + "]";
    json(
        200,
        "{'status':'success','warnings':['partial'],'data':{'resultType':'vector','result':"
            + rows
            + "}}");
    assertThat(query.askTogether(all())).containsOnly(Optional.empty());
    gives("vector", "[" + row("'shop':'a'", "1") + "," + row("'shop':'bxc'", "9") + "]");
    assertThat(query.askTogether(all())).containsOnly(Optional.empty());
    gives("vector", "[" + row("", "1") + "]");
    assertThat(query.askTogether(all())).containsOnly(Optional.empty());
  }

  @Test
  void only_what_differs_in_one_label_alone_is_asked_together() throws InterruptedException {
    assertThat(query.common(asked("a"))).isEqualTo(query.common(asked("b"))).isPresent();
    assertThat(query.common(asked("a"))).isNotEqualTo(query.common(asked("b", "stale", "1m")));
    assertThat(query.common(asked("a"))).isNotEqualTo(query.common(asked("a", "url", "http://o")));
    assertThat(query.common(asked("a b"))).isEmpty();
    assertThat(query.common(question(NOW, "query", "up"))).isEmpty();
    assertThat(query.askTogether(List.of(asked("a"), asked("a")))).containsOnly(Optional.empty());
    assertThat(server.forms()).isEmpty();
  }

  @Test
  void of_two_labels_the_one_in_which_most_differ_is_asked_for() throws InterruptedException {
    gives("vector", "[" + row("'shop':'a','env':'p'", "1") + "]");
    List<Question> questions =
        Stream.of("'p',shop='a'", "'q',shop='a'", "'p',shop='b'", "'p',shop='c'", "'q',shop='c'")
            .map(matchers -> question(NOW, "query", "x{env=" + matchers + "}"))
            .toList();
    List<Optional<Answer>> answers = query.askTogether(questions);
    assertThat(server.forms().getFirst()).containsEntry("query", "x{env=\"p\",shop=~\"a|b|c\"}");
    assertThat(answers.stream().map(Optional::isPresent).toList())
        .containsExactly(true, false, true, true, false);
  }
}
