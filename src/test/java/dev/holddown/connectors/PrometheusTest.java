package dev.holddown.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.spi.Answer;
import dev.holddown.spi.Manual;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusTest extends PrometheusScene {
  @Test
  void one_series_is_a_number_at_its_own_time() throws InterruptedException {
    gives("vector", "[{'metric':{'job':'shop'},'value':[" + (AT - 3) + ".25,'0.0125']}]");
    Answer answer = ask();
    assertThat(answer.kind()).isEqualTo(Answer.Kind.ANSWERED);
    assertThat(answer.result())
        .containsEntry("value", 0.0125)
        .containsEntry("labels", Map.of("job", "shop"))
        .containsEntry("warnings", List.of());
    assertThat(answer.samples()).isEqualTo(1);
    assertThat(answer.at()).isEqualTo(NOW.minusMillis(2_750));
  }

  @Test
  void asks_at_the_moment_of_the_question_with_a_time_out_below_our_own()
      throws InterruptedException {
    gives("scalar", "[" + AT + ",'1']");
    query.ask(question(NOW.minusSeconds(60).plusMillis(5), "stale", "30s"));
    assertThat(server.paths()).containsExactly("POST /api/v1/query");
    Map<String, String> form = server.forms().getFirst();
    assertThat(form)
        .containsEntry("query", "up")
        .containsEntry("time", (AT - 60) + ".005")
        .containsEntry("lookback_delta", "30.000");
    assertThat(Double.parseDouble(form.get("timeout"))).isBetween(5.0, 18.0);
  }

  @Test
  void keeps_a_base_path_and_a_slash_at_its_end() throws InterruptedException {
    gives("scalar", "[" + AT + ",'1']");
    assertThat(ask("url", server.url() + "/prom/").result()).containsEntry("value", 1.0);
    assertThat(server.paths()).containsExactly("POST /prom/api/v1/query");
  }

  @Test
  void no_series_is_no_data() throws InterruptedException {
    gives("vector", "[]");
    Answer answer = ask();
    assertThat(answer.kind()).isEqualTo(Answer.Kind.NO_DATA);
    assertThat(answer.message())
        .isEqualTo(
            "the query gave no series: is each name right, and was it scraped in the last 2m?");
  }

  @Test
  void several_series_are_an_error_that_names_three() throws InterruptedException {
    gives(
        "vector",
        "["
            + String.join(",", row("'i':'a'", "1"), row("'i':'b'", "1"), row("'i':'c'", "1"))
            + ","
            + row("'i':'d'", "1")
            + "]");
    Answer answer = ask();
    assertThat(answer.kind()).isEqualTo(Answer.Kind.ERROR);
    assertThat(answer.message())
        .isEqualTo(
            "4 series where one number was expected: {i=\"a\"}, {i=\"b\"}, {i=\"c\"}, …;"
                + " wrap it in sum() or set series: all");
  }

  @Test
  void all_series_give_values_with_the_largest_and_smallest_and_no_single_value()
      throws InterruptedException {
    gives("vector", "[" + row("'i':'a'", "1") + "," + row("'i':'b'", "4") + "]");
    Answer answer = ask("series", "all");
    assertThat(answer.samples()).isEqualTo(2);
    assertThat(answer.result())
        .containsEntry("max", 4.0)
        .containsEntry("min", 1.0)
        .doesNotContainKey("value")
        .containsEntry(
            "values",
            List.of(
                Map.of("labels", Map.of("i", "a"), "value", 1.0),
                Map.of("labels", Map.of("i", "b"), "value", 4.0)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NaN|the value is NaN (0/0: no traffic?)",
        "+Inf|the value is +Inf (divided by 0: no traffic?)",
        "-Inf|the value is -Inf (divided by 0: no traffic?)"
      })
  void what_is_no_number_is_no_data(String value, String message) throws InterruptedException {
    gives("vector", "[" + row("", value) + "]");
    Answer answer = ask();
    assertThat(answer.kind()).isEqualTo(Answer.Kind.NO_DATA);
    assertThat(answer.message()).isEqualTo(message);
  }

  @Test
  void one_series_without_a_number_among_all_is_no_data() throws InterruptedException {
    gives("vector", "[" + row("'i':'a'", "1") + "," + row("'i':'b'", "NaN") + "]");
    assertThat(ask("series", "all").message())
        .isEqualTo("the value of {i=\"b\"} is NaN (0/0: no traffic?)");
  }

  @Test
  void a_stale_sample_is_no_data() throws InterruptedException {
    gives("vector", "[{'metric':{},'value':[" + (AT - 61) + ",'1']}]");
    assertThat(ask().kind()).isEqualTo(Answer.Kind.ANSWERED);
    Answer answer = ask("stale", "1m");
    assertThat(answer.kind()).isEqualTo(Answer.Kind.NO_DATA);
    assertThat(answer.message())
        .isEqualTo("the data is stale: its newest sample is 1m 1s old, the limit is 1m");
  }

  @Test
  void fresh_by_tells_the_age_that_a_rate_hides() throws InterruptedException {
    givesScalar(query -> query.contains("timestamp") ? AT - 300 + "" : "1");
    Answer answer = ask("fresh-by", "min(timestamp(up))");
    assertThat(answer.kind()).isEqualTo(Answer.Kind.NO_DATA);
    assertThat(answer.message())
        .isEqualTo("the data is stale: its newest sample is 5m old, the limit is 2m");
    assertThat(ask("fresh-by", "min(timestamp(up))", "stale", "10m").kind())
        .isEqualTo(Answer.Kind.ANSWERED);
  }

  @Test
  void a_second_query_counts_what_the_number_stands_on() throws InterruptedException {
    givesScalar(query -> query);
    assertThat(ask("query", "0.5", "samples", "19.9").samples()).isEqualTo(19);
    Answer nan = ask("query", "0.5", "samples", "NaN");
    assertThat(nan.kind()).isEqualTo(Answer.Kind.NO_DATA);
    assertThat(nan.message()).isEqualTo("the query samples gave NaN, which is not a count");
  }

  @Test
  void warnings_and_infos_are_handed_on() throws InterruptedException {
    json(
        200,
        "{'status':'success','warnings':['partial'],'infos':['no counter'],'data':"
            + "{'resultType':'scalar','result':["
            + AT
            + ",'1']}}");
    assertThat(ask().result()).containsEntry("warnings", List.of("partial", "no counter"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "string|[1,'hello']|the query gave the text \"hello\" where a number was expected",
        "matrix|[]|the query gave a range where a number was expected: wrap the range in a function"
            + " such as rate(…[5m]) or max_over_time(…[5m])",
        "vector|[{'metric':{},'histogram':[1,{}]}]|the query gave a native histogram where a number"
            + " was expected: wrap it in histogram_quantile(…) or histogram_count(…)",
        "vector|[{'metric':{},'value':[1,'abc']}]|Prometheus gave a value that is not a number:"
            + " abc",
        "vector|[{'metric':{},'value':[1]}]|Prometheus gave a point that is no pair of time and"
            + " value: [1]",
      })
  void other_results_are_errors(String type, String result, String message)
      throws InterruptedException {
    server.answers(
        200,
        "application/json",
        "{\"status\":\"success\",\"data\":{\"resultType\":\""
            + type
            + "\",\"result\":"
            + result.replace('\'', '"')
            + "}}");
    Answer answer = ask();
    assertThat(answer.kind()).isEqualTo(Answer.Kind.ERROR);
    assertThat(answer.message()).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "url|not an address|the URL \"not an address\" holds a space or a control character;"
            + " percent-encode it",
        "url|ftp://x|the URL \"ftp://x\" must begin with http:// or https://",
        "url|http://u:p@host|the URL \"http://…@host\" carries a user name or password; put it into"
            + " a header as {secret: name}",
        "url|http://host/#x|the url http://host/ has a # part, which no server sees",
        "url|http://host/?a=b|the url http://host/ has a ? part; give the server's base address",
        "series|some|series of prometheus.query must be one of one, all, not some",
        "stale|5|stale of prometheus.query must be a duration such as 10s, not 5",
        "stale|0s|stale of prometheus.query must be a duration such as 10s, not 0s",
        "query|''|prometheus.query needs query",
      })
  void a_wrong_argument_is_named(String name, String value, String message)
      throws InterruptedException {
    Answer answer = ask(name, value);
    assertThat(answer.kind()).isEqualTo(Answer.Kind.ERROR);
    assertThat(answer.message()).isEqualTo(message);
  }

  @Test
  void the_past_has_an_answer_for_each_step() throws InterruptedException {
    json(
        200,
        "{'status':'success','data':{'resultType':'matrix','result':[{'metric':{},'values':["
            + "["
            + AT
            + ",'1'],["
            + (AT + 20)
            + ",'NaN']]}]}}");
    List<Answer> past =
        query.past(question(NOW), NOW, NOW.plusSeconds(30), Duration.ofSeconds(10)).orElseThrow();
    assertThat(past)
        .extracting(Answer::kind)
        .containsExactly(
            Answer.Kind.ANSWERED, Answer.Kind.NO_DATA, Answer.Kind.NO_DATA, Answer.Kind.NO_DATA);
    assertThat(past)
        .extracting(Answer::at)
        .containsExactly(NOW, NOW.plusSeconds(10), NOW.plusSeconds(20), NOW.plusSeconds(30));
    assertThat(past.get(2).message()).isEqualTo("the value is NaN (0/0: no traffic?)");
    assertThat(server.paths()).containsExactly("POST /api/v1/query_range");
    assertThat(server.forms().getFirst())
        .containsEntry("start", AT + ".000")
        .containsEntry("end", (AT + 30) + ".000")
        .containsEntry("step", "10.000");
  }

  @Test
  void a_long_past_is_asked_in_parts_that_prometheus_takes() throws InterruptedException {
    gives("matrix", "[]");
    List<Answer> past =
        query
            .past(question(NOW), NOW, NOW.plusSeconds(25_000), Duration.ofSeconds(1))
            .orElseThrow();
    assertThat(past).hasSize(25_001);
    assertThat(server.forms()).hasSize(3);
    for (Map<String, String> form : server.forms()) {
      double points =
          Double.parseDouble(form.get("end")) - Double.parseDouble(form.get("start")) + 1;
      assertThat(points).isLessThanOrEqualTo(11_000);
    }
    assertThat(server.forms().get(1)).containsEntry("start", (AT + 11_000) + ".000");
  }

  @Test
  void the_manual_names_every_argument_and_result() throws InterruptedException {
    Manual manual = query.manual();
    assertThat(manual.fields())
        .extracting(Manual.Field::name)
        .containsExactly(
            "url", "query", "samples", "series", "stale", "fresh-by", "headers", "timeout");
    gives("scalar", "[" + AT + ",'1']");
    assertThat(manual.result())
        .extracting(Manual.Output::name)
        .containsAll(ask().result().keySet())
        .containsAll(ask("series", "all").result().keySet());
    assertThat(manual.example()).startsWith("prometheus.query: {url: ");
  }
}
