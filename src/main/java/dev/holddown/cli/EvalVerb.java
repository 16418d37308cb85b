package dev.holddown.cli;

import dev.holddown.cli.link.Json;
import dev.holddown.domain.kernel.Verdict;
import dev.holddown.domain.playbook.Expr;
import dev.holddown.domain.playbook.Place;
import dev.holddown.engine.port.Conditions;
import dev.holddown.engine.port.ExprCheck;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code eval}: what a condition makes of an answer. */
@Command(
    name = "eval",
    description = {
      "Judges a condition as a check would: the verdict, and the values it came from.",
      "Exit codes: 0 PASSED, 1 FAILED, 3 cannot be told, 2 the condition is wrong."
    },
    footer = {"", "Example:", "  holddown eval 'result.value > 0.01' --result value.json"})
final class EvalVerb implements Callable<Integer> {
  private static final int FILE_BYTES_MAX = 8 * 1024 * 1024;

  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();

  @Parameters(index = "0", paramLabel = "CONDITION", description = "An expression in CEL.")
  String condition = "";

  @Option(
      names = "--result",
      paramLabel = "FILE",
      description = "The answer as JSON, used as `result`; - reads it from standard input.")
  String result = "";

  @Option(
      names = "--scope",
      paramLabel = "FILE",
      description = "More names as a JSON object, such as inputs and baseline.")
  String scope = "";

  EvalVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    Map<String, Object> names = new LinkedHashMap<>();
    if (!scope.isEmpty()) {
      JsonNode tree = tree(scope);
      if (!tree.isObject()) {
        throw Stop.usage("--scope " + scope + " holds no JSON object");
      }
      names.putAll(Json.map(tree));
    }
    if (!result.isEmpty()) {
      names.put("result", Json.plain(tree(result)));
    }
    Expr expr = new Expr(condition, new Place("CONDITION", 1, 1));
    check(expr, names);
    Conditions.Judgement judged = room.kit().language().conditions().judge(expr, names);
    if (common.json) {
      room.json(Map.of("verdict", judged.verdict(), "reason", judged.reason()));
    } else {
      room.out().println(judged.verdict() + "  " + judged.reason());
    }
    return code(judged.verdict());
  }

  private void check(Expr expr, Map<String, Object> names) {
    Map<String, List<String>> known = new TreeMap<>();
    names.keySet().forEach(name -> known.put(name, List.of()));
    List<ExprCheck.Problem> problems = room.kit().language().check().condition(expr, known);
    if (!problems.isEmpty()) {
      throw Stop.usage(
          String.join(
              "\n",
              problems.stream()
                  .map(p ->
                      "column "
                          + (p.offset() + 1)
                          + ": "
                          + p.what()
                          + (p.cure().isEmpty() ? "" : "; " + p.cure()))
                  .toList()));
    }
  }

  private JsonNode tree(String file) {
    try {
      byte[] bytes;
      if (file.equals("-")) {
        bytes = room.kit().outside().in().readNBytes(FILE_BYTES_MAX);
      } else {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
          bytes = in.readNBytes(FILE_BYTES_MAX);
        }
      }
      return Json.tree(new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw Stop.usage("the file " + file + " cannot be read: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw Stop.usage("the file " + file + " is not JSON: " + e.getMessage());
    }
  }

  private static int code(Verdict verdict) {
    return switch (verdict) {
      case PASSED -> Exit.DONE;
      case FAILED -> Exit.NO;
      case INCONCLUSIVE, ERRORED -> Exit.WAITS;
    };
  }
}
