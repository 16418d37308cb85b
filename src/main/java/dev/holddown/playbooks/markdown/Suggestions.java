package dev.holddown.playbooks.markdown;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Actions that would prove an item whose words are known, to be taken over by a person. */
final class Suggestions {
  private record Known(Pattern words, List<String> yaml) {}

  private static final List<Known> KNOWN =
      List.of(
          known(
              "\\bcosign\\b|\\b(?:image|digest|artifact)s?\\b.{0,40}\\bsign(?:ed|ature)\\b|"
                  + "\\bsignature"
                  + " verified\\b",
              "exec.ask: {program: cosign, args: [verify, \"${inputs.image}\"]}",
              "expect: result.exit == 0"),
          known(
              "\\b(?:health\\w*|status|ready|readiness|liveness|endpoints?|"
                  + "routes?)\\b.{0,60}\\b(?:200|ok|respond\\w*|healthy|green|up|pass\\w*|work\\w*|"
                  + "check\\w*)\\b|\\bhealth"
                  + " ?checks?\\b|\\bhealthy\\b",
              "http.get: {url: \"${vars.url}/healthz\"}",
              "expect: result.status == 200",
              "within: 1m"),
          known(
              "\\berror rates?\\b|\\b5xx\\b|\\berrors?\\b.{0,20}\\b(?:%|rate|percent)",
              "prometheus.query: {url: \"${vars.prometheus}\", query:"
                  + " 'sum(rate(http_requests_total{code=~\"5..\"}[5m])) /"
                  + " sum(rate(http_requests_total[5m]))'}",
              "expect: %s"),
          known(
              "\\blatency\\b|\\bresponse times?\\b|\\bp9[59]\\b",
              "prometheus.query: {url: \"${vars.prometheus}\", query: 'histogram_quantile(0.95,"
                  + " sum(rate(http_request_duration_seconds_bucket[5m])) by (le))'}",
              "expect: %s"),
          known(
              "\\b(?:cpu|memory|disk)\\b.{0,20}\\b(?:usage|utili[sz]ation|load|stable|"
                  + "efficient)\\b|\\bsaturation\\b",
              "prometheus.query: {url: \"${vars.prometheus}\", query: 'max(1 -"
                  + " rate(node_cpu_seconds_total{mode=\"idle\"}[5m]))'}",
              "expect: %s"),
          known(
              "\\balarms?\\b|\\bno (?:critical )?alerts?\\b|\\balerts? (?:are )?(?:clear|quiet)",
              "prometheus.query: {url: \"${vars.prometheus}\", query:"
                  + " 'sum(ALERTS{alertstate=\"firing\"}) or vector(0)'}",
              "expect: result.value == 0"),
          known(
              "\\b(?:tls|ssl)\\b|\\bcertificates?\\b.{0,30}\\b(?:valid|expir\\w*|installed|"
                  + "active)\\b|\\bhttps"
                  + " active\\b",
              "tls.certificate: {host: \"${vars.host}\"}",
              "expect: result.days > 14"),
          known(
              "\\bdns\\b",
              "dns.lookup: {name: \"${vars.host}\"}",
              "expect: result.records.size() > 0"),
          known(
              "\\b(?:logs?|errors? in (?:the )?logs?)\\b.{0,30}\\b(?:clean|errors?|no)\\b|\\bno"
                  + " .{0,20}errors? in (?:the )?logs?\\b|\\bsecret leak",
              "logs.count: {file: \"app.log\", pattern: \"ERROR\"}",
              "expect: result.value == 0"),
          known(
              "\\btag(?:ged)?\\b.{0,20}\\b(?:git|commit|release)\\b|\\bgit tag\\b",
              "git.tag: {tag: \"v${inputs.version}\"}",
              "expect: result.exists"),
          known(
              "\\bport\\b.{0,20}\\b(?:open|reach\\w*)\\b|\\bconnect(?:ion|ivity)\\b",
              "tcp.connect: {host: \"${vars.host}\", port: 443}",
              "expect: result.open"),
          known(
              "\\bload test\\w*|\\bperformance test\\w*|\\bk6\\b",
              "load.run: {url: \"${vars.url}\", rate: 10, duration: 1m}",
              "expect: result.error_rate < percent(1)"));

  private Suggestions() {}

  private static Known known(String words, String... yaml) {
    return new Known(Pattern.compile(words, Pattern.CASE_INSENSITIVE), List.of(yaml));
  }

  /** Lines of YAML under the item; none when it is not recognised. */
  static List<String> of(PaperItem item) {
    String title = item.words().title();
    List<Limit> limits = item.details().limits();
    for (Known known : KNOWN) {
      if (known.words().matcher(title).find()) {
        String condition =
            limits.isEmpty() ? "result.value < percent(1)" : LimitText.condition(limits.getFirst());
        List<String> lines = new ArrayList<>();
        known.yaml().forEach(line -> lines.add(line.replace("%s", condition)));
        return lines;
      }
    }
    List<String> commands = item.details().commands();
    boolean plain =
        commands.size() == 1
            && Rx.matches(commands.getFirst(), "[a-z][\\w-]*(?: [\\w./:=@%+,-]+)*");
    if (!plain || item.kind() != PaperItem.Kind.CHECK || item.is(PaperItem.Mark.DESTRUCTIVE)) {
      return List.of();
    }
    List<String> words = List.of(commands.getFirst().split(" "));
    List<String> args = words.stream().skip(1).map(Yaml::quoted).toList();
    return List.of(
        "exec.ask: {program: " + words.getFirst() + ", args: [" + String.join(", ", args) + "]}",
        "expect: result.exit == 0");
  }
}
