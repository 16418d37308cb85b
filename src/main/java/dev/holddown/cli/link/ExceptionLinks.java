package dev.holddown.cli.link;

import dev.holddown.domain.playbook.Stage;
import dev.holddown.domain.run.RunState;
import dev.holddown.view.PermitsView;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Where the exception of a failing line stands, or is to be added. */
final class ExceptionLinks {
  private static final String PAGE = "/permits";

  private ExceptionLinks() {}

  /** One for each of these lines that its gate lets be waived. */
  static List<Answers.ByException> of(
      List<String> items, RunState run, PermitsView.Exceptions rows) {
    Set<String> waivable =
        run.plan().playbook().stages().stream()
            .flatMap(stage -> stage.gate().stream())
            .map(Stage.Gate::waivable)
            .flatMap(lines -> lines.keySet().stream())
            .collect(Collectors.toSet());
    return items.stream()
        .filter(item -> waivable.contains(item.replaceFirst("\\[.*$", "")))
        .map(item -> link(item, rows))
        .toList();
  }

  private static Answers.ByException link(String item, PermitsView.Exceptions rows) {
    String line = item.replaceFirst("\\[.*$", "");
    Optional<PermitsView.ExceptionLine> row =
        rows.exceptions().stream().filter(r -> r.waives().equals(line)).findFirst();
    if (row.isEmpty()) {
      return new Answers.ByException(
          item, "", "no exception names it: add a row", PAGE + "#exceptions");
    }
    String state =
        row.get().terms().expired()
            ? "it has expired: write a new one"
            : row.get().approved().isEmpty()
                ? "nobody has approved it yet"
                : "it does not count here: look at its scope";
    String anchor = URLEncoder.encode(row.get().id(), StandardCharsets.UTF_8).replace("+", "%20");
    return new Answers.ByException(item, row.get().id(), state, PAGE + "#permit-" + anchor);
  }
}
