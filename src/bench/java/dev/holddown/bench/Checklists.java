package dev.holddown.bench;

import dev.holddown.playbooks.markdown.MarkdownReader;
import dev.holddown.playbooks.markdown.Paper;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How much processor time the Markdown reader takes for 1 MB and for 10 MB of each form, kind and
 * hostile ones. The reference is decoding the same bytes and splitting them into lines. Linear:
 * ten times the bytes take about ten times the time.
 */
final class Checklists {
  private static final int MEGABYTE = 1_000_000;
  private static final int ROUNDS = 3;

  private Checklists() {}

  private static Map<String, String> forms() {
    Map<String, String> forms = new LinkedHashMap<>();
    forms.put(
        "a checklist",
        """
        ## Before the deployment
        - [ ] **Image** signed ([how](https://ci.example/sign)) (Owner: QA)
          - run `cosign verify shop:1.4`
        - [x] Error rate < 0.1% for 5 minutes
        1. Pull the image
           ```bash
           docker pull shop:1.4
           ```
        | Metric | Warning | Critical |
        |---|---|---|
        | CPU | >70% | >90% |
        """);
    forms.put("one long line", "- [ ] no errors over 5% within 10 min of 2x baseline ");
    forms.put("open brackets", "[");
    forms.put("open brackets in lines", "- [ ] " + "[".repeat(200) + "\n");
    forms.put("parentheses", "- [ ] [a](" + "(".repeat(200) + "\n");
    forms.put("stars", "*".repeat(300) + "a\n");
    forms.put("quotes", ">".repeat(300) + " a\n");
    forms.put("nested lists", "- a\n".indent(1) + " ".repeat(40) + "- b\n");
    forms.put("open comments", "<!-- a\n");
    forms.put("comments in lines", "a <!-- b --> - [ ] c\n");
    forms.put("open fences", "```\n- [ ] a\n~~~\n");
    forms.put("bars", "|".repeat(500) + "\n");
    forms.put("a table", "| a | b |\n|---|---|\n" + "| ☐ | no errors |\n".repeat(20));
    forms.put("headings", "# Rollback if\n- a\n");
    forms.put("deeper headings", "# a\n## b\n### c\n#### d\n##### e\n###### f\n- [ ] g\n");
    forms.put("numbers", "- [ ] 1 < 2 > 3 <= 4 within 5% of 6x over 7 min for 8 h near 9/10\n");
    forms.put("digits", "- [ ] < " + "9".repeat(400) + "\n");
    forms.put("blanks", "- [ ] " + "_".repeat(400) + "\n");
    forms.put("spaces", " ".repeat(3_000) + "a\n");
    forms.put("words", "release ".repeat(400) + "\n");
    forms.put("definitions", "[a]: b\n- [ ] [a]\n");
    return forms;
  }

  /** Takes nothing. */
  public static void main(String[] args) throws Exception {
    Figures figures = new Figures("checklists");
    System.out.printf("%-26s %10s %10s %8s %10s%n", "form", "1 MB", "10 MB", "items", "decoding");
    for (Map.Entry<String, String> form : forms().entrySet()) {
      double small = millis(filled(form.getValue(), MEGABYTE));
      byte[] bytes = filled(form.getValue(), 10 * MEGABYTE);
      double large = millis(bytes);
      double plain = decoding(bytes);
      int items = MarkdownReader.read("page.md", bytes).items().size();
      System.out.printf(
          Locale.ROOT,
          "%-26s %7.0f ms %7.0f ms %8d %7.0f ms%n",
          form.getKey(), small, large, items, plain);
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("form", form.getKey());
      row.put("megabyte_ms", small);
      row.put("ten_megabytes_ms", large);
      row.put("decoding_ms", plain);
      row.put("items", items);
      figures.put(form.getKey(), row);
    }
    figures.write();
  }

  private static byte[] filled(String form, int bytes) {
    String some = form.repeat(1 + bytes / form.getBytes(StandardCharsets.UTF_8).length);
    byte[] all = some.getBytes(StandardCharsets.UTF_8);
    return java.util.Arrays.copyOf(all, bytes);
  }

  private static double millis(byte[] bytes) {
    double best = Double.MAX_VALUE;
    for (int i = 0; i < ROUNDS; i++) {
      long start = cpu();
      Paper paper = MarkdownReader.read("page.md", bytes);
      double took = (cpu() - start) / 1e6;
      best = paper.lines().isEmpty() ? best : Math.min(best, took);
      if (took > 20_000) {
        break;
      }
    }
    return best;
  }

  private static double decoding(byte[] bytes) {
    long start = cpu();
    long lines = new String(bytes, StandardCharsets.UTF_8).lines().count();
    return lines < 0 ? 0 : (cpu() - start) / 1e6;
  }

  /** Processor time of this thread in nanoseconds: what others do meanwhile does not count. */
  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
