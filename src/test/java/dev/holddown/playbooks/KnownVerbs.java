package dev.holddown.playbooks;

import dev.holddown.spi.Acting;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Asking;
import dev.holddown.spi.Deed;
import dev.holddown.spi.Manual;
import dev.holddown.spi.Manual.Type;
import dev.holddown.spi.Operation;
import dev.holddown.spi.Proof;
import dev.holddown.spi.Question;
import dev.holddown.spi.Slot;
import dev.holddown.spi.Verb;
import java.util.List;

/** Verbs with manuals like those of the connectors; none of them reaches anything. */
final class KnownVerbs {
  private record Asks(Manual manual) implements Asking {
    @Override
    public Answer ask(Question question) {
      return Answer.noData("nothing is asked in these tests", question.at(), Proof.none());
    }
  }

  private record Acts(Manual manual) implements Acting {
    @Override
    public Deed begin(Operation operation) {
      return new Deed.Failed("nothing is done in these tests", Proof.none());
    }
  }

  private KnownVerbs() {}

  static List<Verb> all() {
    return List.of(
        new Asks(
            url("http.get", "Asks a web address.")
                .secret("headers", Type.MAP, Slot.HEADER, "request headers")
                .optional("redirects", Type.INT, Slot.LITERAL, "how many are followed")
                .optional("timeout", Type.DURATION, Slot.LITERAL, "for the whole call")
                .optional("strict", Type.BOOL, Slot.DATA, "refuse bad TLS")
                .gives("status", "the HTTP status")
                .gives("json", "the body as values")
                .gives("latency", "seconds")
                .example("http.get: {url: \"https://shop.example/healthz\"}")),
        new Acts(
            url("http.post", "Sends to a web address.")
                .secret("json", Type.ANY, Slot.DATA, "a body")
                .example("http.post: {url: \"https://shop.example/deploys\"}")),
        new Asks(
            url("prometheus.query", "Asks Prometheus for a number.")
                .required("query", Type.TEXT, Slot.PROMQL, "PromQL that gives one number")
                .optional("samples", Type.TEXT, Slot.PROMQL, "PromQL for the samples")
                .gives("value", "the number")
                .example("prometheus.query: {url: \"http://prom.example\", query: up}")),
        new Asks(program("exec.ask", "Asks a program.")),
        new Acts(program("exec.run", "Runs a program.")),
        new Acts(
            Manual.of("exec.script", "Runs Bash text.")
                .required("script", Type.TEXT, Slot.LITERAL, "the text")
                .secret("env", Type.MAP, Slot.DATA, "environment")
                .example("exec.script: {script: 'make deploy TAG=\"$TAG\"', env: {TAG: v1}}")),
        new Asks(
            url("proxy.weights", "Reads the weights.")
                .gives("candidate", "percent")
                .gives("stable", "percent")
                .gives("stable_version", "the stable version")
                .example("proxy.weights: {url: \"http://127.0.0.1:9001\"}")),
        new Asks(
            url("proxy.deployed", "Reads what runs.")
                .gives("versions", "the versions")
                .example("proxy.deployed: {url: \"http://127.0.0.1:9002\"}")),
        new Acts(
            url("proxy.shift", "Moves traffic.")
                .required("weight", Type.INT, Slot.DATA, "0 to 100")
                .optional("share", Type.NUMBER, Slot.DATA, "0 to 1")
                .example("proxy.shift: {url: \"http://127.0.0.1:9001\", weight: 10}")),
        new Acts(version("proxy.promote")),
        new Acts(version("proxy.retire")),
        new Acts(
            Manual.of("message.terminal", "Shows words.")
                .required("text", Type.TEXT, Slot.WORDS, "what to say")
                .example("message.terminal: {text: \"checkout 1.4.2 is live\"}")));
  }

  private static Manual.Builder url(String name, String sentence) {
    return Manual.of(name, sentence).required("url", Type.TEXT, Slot.URL, "http or https");
  }

  private static Manual program(String name, String sentence) {
    return Manual.of(name, sentence)
        .required("program", Type.TEXT, Slot.LITERAL, "a bare name or an absolute path")
        .optional("args", Type.LIST, Slot.ARGV, "arguments")
        .secret("env", Type.MAP, Slot.DATA, "environment")
        .gives("exit", "the exit code")
        .example(name + ": {program: ./deploy, args: [v1]}");
  }

  private static Manual version(String name) {
    return url(name, "Does something to a version.")
        .required("version", Type.TEXT, Slot.DATA, "the version")
        .example(name + ": {url: \"http://127.0.0.1:9001\", version: 1.5.0}");
  }
}
