package dev.holddown.cli.link;

import dev.holddown.domain.board.BoardState;
import dev.holddown.domain.kernel.Digest;
import dev.holddown.engine.Boards;
import dev.holddown.engine.port.Blobs;
import dev.holddown.engine.port.BoardSnapshots;
import dev.holddown.view.BoardView;
import dev.holddown.view.MonitorView;
import dev.holddown.view.SnapshotText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes down what boards show, and reads it again. */
public final class BoardDesk implements BoardSnapshots {
  /** What a snapshot says it is, so that nothing else is shown as one. */
  public static final String SCHEMA = "holddown-board-snapshot-v1";

  private final Boards boards;
  private final Blobs blobs;

  public BoardDesk(Boards boards, Blobs blobs) {
    this.boards = boards;
    this.blobs = blobs;
  }

  /** A snapshot that was kept, in the three forms in which it is passed on. */
  public record Copies(
      String digest, Map<String, Object> snapshot, String json, String markdown, String slack) {}

  @Override
  public List<String> boards() {
    return boards.ids();
  }

  @Override
  public Optional<Snapshot> take(String board, Instant at, Map<String, Object> incident) {
    return boards.state(board).map(state -> take(state, at, incident));
  }

  private Snapshot take(BoardState state, Instant at, Map<String, Object> incident) {
    Instant whole = at.truncatedTo(ChronoUnit.SECONDS);
    String json = boards.clean(Json.pretty(snapshot(state, whole, incident)));
    Digest digest = blobs.put(json.getBytes(StandardCharsets.UTF_8));
    return new Snapshot(digest, whole, json);
  }

  /** A snapshot by the digest of its bytes; empty when there is none. */
  public Optional<Copies> copies(String digest) {
    if (!digest.matches("[0-9a-f]{64}")) {
      return Optional.empty();
    }
    return blobs
        .get(new Digest(digest))
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .filter(json -> json.startsWith("{") && json.contains(SCHEMA))
        .map(json -> {
          Map<String, Object> snapshot = Json.map(Json.tree(json));
          return new Copies(
              digest,
              snapshot,
              json,
              SnapshotText.markdown(snapshot, digest),
              SnapshotText.slack(snapshot, digest));
        })
        .filter(copies -> SCHEMA.equals(copies.snapshot().get("schema")));
  }

  // --- what is written down ---

  private static Map<String, Object> snapshot(
      BoardState state, Instant at, Map<String, Object> incident) {
    BoardView view = BoardView.of(state);
    Map<String, Object> snapshot = new LinkedHashMap<>();
    snapshot.put("schema", SCHEMA);
    snapshot.put("board", view.head().id());
    snapshot.put("title", view.head().title());
    snapshot.put("capturedAt", at.toString());
    if (!incident.isEmpty()) {
      snapshot.put("incident", incident);
    }
    view.health()
        .ifPresent(health -> {
          Map<String, Object> number = new LinkedHashMap<>();
          number.put("value", health.number().value());
          number.put("atWorst", health.number().atWorst());
          number.put("redBelow", health.number().redBelow());
          number.put("verdict", health.verdict());
          number.put("formula", health.formula());
          number.put("fresh", view.head().coverage().fresh());
          number.put("all", view.head().coverage().all());
          snapshot.put("health", number);
        });
    List<String> whole = state.board().page().snapshot();
    List<MonitorView> all = view.monitors();
    all.forEach(monitor -> snapshot.putAll(monitor.advice().saves()));
    List<String> wrong = state.anomalies().stream().map(s -> s.key()).toList();
    snapshot.put(
        "anomalies",
        wrong.stream()
            .flatMap(key -> all.stream().filter(m -> m.name().key().equals(key)))
            .map(m -> told(m, false))
            .toList());
    snapshot.put(
        "monitors",
        all.stream().map(m -> told(m, whole.isEmpty() || whole.contains(m.name().id()))).toList());
    return snapshot;
  }

  /** {@code whole}: with every row of its answer. */
  private static Map<String, Object> told(MonitorView monitor, boolean whole) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("monitor", monitor.name().key());
    told.put("title", monitor.name().title());
    told.put("level", monitor.now().level());
    told.put("penalty", monitor.now().penalty());
    told.put("told", monitor.sentence());
    monitor.now().since().ifPresent(since -> told.put("since", since.toString()));
    monitor.seen().answeredAt().ifPresent(at -> told.put("answeredAt", at.toString()));
    monitor.seen().ageSeconds().ifPresent(age -> told.put("ageSeconds", age));
    if (whole) {
      told.put("reason", monitor.figures().reason());
      monitor.figures().value().ifPresent(value -> told.put("value", value));
      monitor.figures().limit().ifPresent(limit -> told.put("limit", limit));
      told.put("details", monitor.advice().rows());
      told.put("branches", monitor.advice().branches());
    }
    return told;
  }
}
