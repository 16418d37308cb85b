package dev.holddown.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How long the server takes for a page while twenty runs of 300 lines are there: from the request
 * to the last byte, on this machine, one after the other. The reference: {@code /healthz}.
 */
final class Pages {
  private static final int RUNS = 20;
  private static final int ITEMS = 300;
  private static final int WARM = 60;
  private static final int TIMES = 100;
  private static final double GOAL_MILLIS = 100;

  private Pages() {}

  /** Takes nothing. */
  public static void main(String[] args) throws Exception {
    Figures figures = new Figures("pages");
    try (Served server = Served.start(ITEMS, RUNS)) {
      String run = server.run(0);
      for (int i = 1; i < RUNS; i++) {
        server.run(i);
      }
      Map<String, String> pages = new LinkedHashMap<>();
      pages.put("reference: /healthz", "/healthz");
      pages.put("overview of 20 runs", "/");
      pages.put("a run of 300 lines", "/runs/" + run);
      pages.put("approvals", "/approvals");
      pages.put("one line of it", "/runs/" + run + "/items/i7");
      boolean met = true;
      for (Map.Entry<String, String> page : pages.entrySet()) {
        List<Double> millis = new ArrayList<>();
        for (int i = -WARM; i < TIMES; i++) {
          long begun = System.nanoTime();
          server.read(page.getValue(), "text/html");
          if (i >= 0) {
            millis.add((System.nanoTime() - begun) / 1e6);
          }
        }
        Spread spread = Spread.of(millis);
        System.out.println(spread.row(page.getKey() + " (ms)"));
        figures.put(page.getKey(), spread.json());
        met &= spread.at(0.5) <= GOAL_MILLIS;
      }
      System.out.printf(
          Locale.ROOT, "  goal: half of the answers within %.0f ms: %s%n", GOAL_MILLIS,
          met ? "met" : "MISSED");
    }
    figures.write();
  }
}
