package dev.holddown.bench;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * What a person waits for who imports a page of 1 MB and one of 10 MB, from the start of a cold
 * process to its end: to the playbook that is written and read back, or to the sentence that the
 * page has more items than a playbook may hold. The reference, in turns: a program that prints one
 * line. Linear: ten times the bytes take at most about ten times the time.
 */
final class Imports {
  private static final int MEGABYTE = 1_000_000;
  private static final int REFUSED = 1;
  private static final String WORDS =
      "The service began as a small thing that one person wrote in an afternoon, and the p99"
          + " latency stayed under 400 ms (see [the graph](https://graphs.example/p99)).\n\n";

  private Imports() {}

  private static Map<String, IntFunction<String>> forms() {
    Map<String, IntFunction<String>> forms = new LinkedHashMap<>();
    forms.put("prose with three items", Imports::prose);
    forms.put("prose with 9,000 items", Imports::mixed);
    forms.put(
        "tasks", bytes -> filled("- [ ] Check that the error rate is < 1% for 5 minutes\n", bytes));
    forms.put(
        "one table",
        bytes ->
            "| Item | Status |\n|---|---|\n"
                + filled("| No critical vulnerability in the image | ☐ |\n", bytes));
    forms.put("nested lists", bytes -> numbered("- [ ] Part %d of it: < 200 ms\n", bytes));
    forms.put("numbers", bytes -> numbered("%d. Restart the node and wait for it\n", bytes));
    forms.put(
        "headings", bytes -> numbered("### Step %d: restart\n\nRestart it and wait.\n\n", bytes));
    forms.put(
        "fences",
        bytes -> filled("```bash\nkubectl rollout status deploy/shop --timeout=60s\n```\n", bytes));
    forms.put(
        "one fence",
        bytes -> "- [ ] Do\n```bash\n" + filled("kubectl get pods # look\n", bytes) + "```\n");
    forms.put("one long line", bytes -> "- [ ] " + filled("no errors over 5% in 10 min ", bytes));
    forms.put(
        "one item with many lines",
        bytes -> "- [ ] One\n" + filled("  - see the notes, with errors < 1%\n", bytes));
    return forms;
  }

  /** Takes the number of rounds. */
  public static void main(String[] args) throws Exception {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
    Path folder =
        Files.createTempDirectory(Files.createDirectories(Path.of("target", "bench")), "data");
    Figures figures = new Figures("import");
    System.out.printf(
        "%-26s %10s %10s %8s %14s %12s%n",
        "form", "1 MB", "10 MB", "ratio", "10 MB, cpu", "an empty one");
    for (Map.Entry<String, IntFunction<String>> form : forms().entrySet()) {
      Path small = page(folder.resolve("small.md"), form.getValue().apply(MEGABYTE));
      Path large = page(folder.resolve("large.md"), form.getValue().apply(10 * MEGABYTE));
      Best one = new Best();
      Best ten = new Best();
      Best empty = new Best();
      for (int i = 0; i < rounds; i++) {
        empty.add(Launched.run(Launched.empty()));
        one.add(Launched.run(command(folder, small), Set.of(0, REFUSED)));
        ten.add(Launched.run(command(folder, large), Set.of(0, REFUSED)));
      }
      System.out.printf(
          Locale.ROOT,
          "%-26s %7.0f ms %7.0f ms %8.1f %11.0f ms %9.0f ms%n",
          form.getKey(), one.wall, ten.wall, ten.wall / one.wall, ten.processor, empty.wall);
      figures.put(
          form.getKey(),
          Map.of(
              "megabyte_ms", one.wall,
              "ten_megabytes_ms", ten.wall,
              "ten_megabytes_processor_ms", ten.processor,
              "empty_ms", empty.wall));
    }
    figures.write();
  }

  /** The quickest of some rounds: what others do on the machine only adds. */
  private static final class Best {
    private double wall = Double.MAX_VALUE;
    private double processor = Double.MAX_VALUE;

    void add(Launched.Took took) {
      wall = Math.min(wall, took.wall());
      processor = Math.min(processor, took.processor());
    }
  }

  private static Path page(Path file, String text) throws Exception {
    return Files.writeString(file, "# Release checklist\n\n" + text, StandardCharsets.UTF_8);
  }

  private static List<String> command(Path folder, Path page) {
    List<String> command = new ArrayList<>(Launched.java());
    command.addAll(
        List.of(
            "dev.holddown.boot.Main",
            "import",
            page.toString(),
            "-o",
            folder.resolve("playbook.yaml").toString(),
            "--force"));
    return command;
  }

  private static String filled(String form, int bytes) {
    return form.repeat(bytes / form.length());
  }

  private static String numbered(String form, int bytes) {
    StringBuilder page = new StringBuilder(bytes + 100);
    for (int i = 1; page.length() < bytes; i++) {
      String indent = form.startsWith("- ") ? "  ".repeat(i % 10) : "";
      page.append(indent).append(String.format(Locale.ROOT, form, i));
    }
    return page.toString();
  }

  private static String prose(int bytes) {
    return filled(WORDS, bytes)
        + "## Release checklist\n\n- [ ] Image signed\n- [ ] No errors over 1% for 5 minutes\n"
        + "- [ ] Approved by the release manager\n";
  }

  private static String mixed(int bytes) {
    StringBuilder page = new StringBuilder(bytes + 1_000);
    int every = 10 * MEGABYTE / 9_000;
    for (int i = 1; page.length() < bytes; i++) {
      page.append("- [ ] Check part ").append(i).append(": error rate < 1% for 5 minutes\n\n");
      while (page.length() < i * every) {
        page.append(WORDS);
      }
    }
    return page.toString();
  }
}
