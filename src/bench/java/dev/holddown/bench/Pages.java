package dev.holddown.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How long the server takes for a page while twenty runs of 300 lines and 500 cards are there: from
 * the request to the last byte, on this machine, one after the other; and how many bytes it is. The
 * reference: {@code /healthz}.
 */
final class Pages {
  private static final int RUNS = 20;
  private static final int ITEMS = 300;
  private static final int WARM = 60;
  private static final int TIMES = 100;
  private static final int WAITED_MAX = 600;
  private static final double GOAL_MILLIS = 100;
  private static final int GOAL_BYTES = 150 * 1024;

  private Pages() {}

  /** Takes nothing. */
  public static void main(String[] args) throws Exception {
    Figures figures = new Figures("pages");
    try (BoardWorld world = BoardWorld.start();
        Served server = Served.start(ITEMS, RUNS, world.files())) {
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
      pages.put("board of document 000", "/boards/mission_control");
      pages.put("board of 500 cards", "/boards/wall");
      answered(server, "/api/v1/boards/wall");
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
        int bytes = server.transferred(page.getValue());
        figures.put(page.getKey() + ", bytes", bytes);
        System.out.printf(Locale.ROOT, "  %.1f KiB over the wire, compressed%n", bytes / 1024.0);
        met &= spread.at(0.5) <= GOAL_MILLIS && bytes <= GOAL_BYTES;
      }
      System.out.printf(
          Locale.ROOT,
          "  goal: half of the answers within %.0f ms, at most %d KiB of HTML: %s%n",
          GOAL_MILLIS,
          GOAL_BYTES / 1024,
          met ? "met" : "MISSED");
    }
    figures.write();
  }

  /** Waits until each monitor of a board has an answer, so that its page is as long as it gets. */
  private static void answered(Served server, String board) throws Exception {
    for (int i = 0; i < WAITED_MAX; i++) {
      if (!server.read(board, "application/json").contains("\"answeredAt\":null")
          && server.read("/boards/wall", "text/html").split("never answered", -1).length == 1) {
        return;
      }
      Thread.sleep(100);
    }
    throw new IllegalStateException("monitors of " + board + " are not answered");
  }
}
