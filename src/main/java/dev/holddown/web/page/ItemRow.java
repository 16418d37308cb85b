package dev.holddown.web.page;

import dev.holddown.domain.kernel.Span;
import dev.holddown.view.Chronicle;
import dev.holddown.view.ItemView;
import dev.holddown.view.RunSheet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A line of the checklist on the run's page. */
public record ItemRow(Name name, Badge badge, String why, When when, More more) {
  /** {@code depth}: how far it is indented, 0 to 3. */
  public record Name(String id, String href, String title, String kind, int depth) {}

  /**
   * Who and when.
   *
   * @param who people who signed, or who or what touched it last; empty while it is open
   * @param at empty while it is open
   * @param late that its answer is too old to count; empty while it counts
   * @param good how long its answer counts, for people; empty for ever
   */
  public record When(String who, Optional<Moment> at, String late, String good) {}

  /** What else a line shows. */
  public record More(Going going, List<Act> acts, Optional<Sign> sign, boolean group, Says says) {}

  /** What goes on; {@code traffic} empty where none is moved. */
  public record Going(Optional<Bake> bake, Optional<String> traffic) {}

  /**
   * A signature that the viewer can give in the line.
   *
   * @param seen the number of the last event about it: nothing is done when there are newer ones
   * @param methods one of which has to be told; empty: nobody asks
   */
  public record Sign(
      String action, String key, long seen, List<String> roles, List<String> methods) {}

  /** What is said of it: aloud when it changes, and beside it by people. */
  public record Says(String aloud, String beside) {}

  /** A bake or hold. {@code percent}: of the time it needs. */
  public record Bake(long percent, String text) {}

  private static final int DEPTH_MAX = 3;
  private static final String AHEAD = "its stage is not open";
  private static final String HELD = " is true: ";

  /** All lines of some items, in the order they are read. */
  static List<ItemRow> all(List<ItemView> items, Context context) {
    List<ItemRow> rows = new ArrayList<>();
    for (ItemView item : items) {
      add(rows, item, 0, context);
    }
    return rows;
  }

  /** What a line is made with beside its item. */
  record Context(RunSheet sheet, Duration fresh, Viewer viewer) {
    /** Whether the viewer can do something to it now. */
    boolean works() {
      return viewer.works() && !sheet.view().closed();
    }

    String run() {
      return sheet.view().head().run();
    }

    Instant now() {
      return sheet.view().head().times().now();
    }
  }

  private static void add(List<ItemRow> rows, ItemView item, int depth, Context context) {
    rows.add(of(item, depth, context));
    for (ItemView child : item.children()) {
      add(rows, child, Math.min(DEPTH_MAX, depth + 1), context);
    }
  }

  static ItemRow of(ItemView item, int depth, Context context) {
    String key = item.name().key();
    Badge badge = Badge.of(item.mark());
    String reason = reason(item);
    return new ItemRow(
        new Name(
            Anchor.of("item", key),
            Links.item(context.run(), key),
            item.name().title(),
            item.name().kind(),
            depth),
        badge,
        reason,
        when(item, context),
        new More(
            new Going(
                item.work().bake().map(ItemRow::bake), item.work().traffic().map(ItemRow::traffic)),
            context.works() ? acts(item, context.run(), false) : List.of(),
            sign(key, context),
            !item.children().isEmpty(),
            new Says(item.name().title() + ": " + badge.word(), beside(item.beside()))));
  }

  static String beside(ItemView.Beside beside) {
    int remarks = beside.remarks().size();
    int files = beside.files().size();
    String said = remarks == 0 ? "" : remarks + (remarks == 1 ? " comment" : " comments");
    String kept = files == 0 ? "" : files + (files == 1 ? " file" : " files");
    return said.isEmpty() || kept.isEmpty() ? said + kept : said + ", " + kept;
  }

  private static String reason(ItemView item) {
    String reason = shortened(item.mark());
    boolean ahead = item.when().locked().equals(AHEAD); // its stage's head says so
    if (reason.isEmpty() && !item.when().locked().isEmpty() && !ahead) {
      reason = "Locked: " + item.when().locked();
    }
    if (item.mark().status().equals("SIGNED") && reason.startsWith("signed by ")) {
      reason = ""; // it stands beside the time
    }
    String warn = item.mark().warn();
    String both = warn.isEmpty() ? reason : reason.isEmpty() ? warn : reason + " · " + warn;
    return item.work().attempt() > 1 && !both.isEmpty()
        ? both + " (attempt " + item.work().attempt() + ")"
        : both;
  }

  /** A condition that held is told by its values; the whole stands on the item's page. */
  private static String shortened(ItemView.Mark mark) {
    int values = mark.reason().indexOf(HELD);
    return mark.status().equals("PASSED") && values > 0
        ? mark.reason().substring(values + HELD.length())
        : mark.reason();
  }

  private static When when(ItemView item, Context context) {
    boolean open = item.mark().status().equals("OPEN") && item.mark().word().equals("open");
    String key = item.name().key();
    Optional<Chronicle.Touch> touch =
        Optional.ofNullable(context.sheet().chronicle().touches().get(key));
    if (open) {
      return new When("", Optional.empty(), "", "");
    }
    String signed =
        item.signatures().stream()
            .map(s ->
                s.person()
                    + " ("
                    + s.role()
                    + (s.method().isEmpty() ? ")" : ", by " + s.method() + ")"))
            .collect(Collectors.joining(", "));
    String who =
        signed.isEmpty()
            ? touch.map(Chronicle.Touch::actor).filter(a -> !a.equals("engine")).orElse("")
            : signed;
    boolean stale = item.mark().status().equals("STALE");
    boolean counts = item.mark().status().equals("PASSED") && !context.fresh().isZero();
    return new When(
        who,
        item.mark().since().map(at -> Moment.of(at, context.now())),
        stale ? "stale" : item.when().late() ? "late" : "",
        counts ? "counts for " + Span.text(context.fresh()) : "");
  }

  private static Optional<Sign> sign(String key, Context context) {
    return context.sheet().view().standing().waiting().stream()
        .filter(wait -> wait.key().equals(key))
        .map(wait -> Need.of(wait, context.sheet(), context.viewer()))
        .filter(need -> !need.roles().isEmpty())
        .map(need ->
            new Sign(
                need.about().where().sign(),
                key,
                need.seen(),
                need.roles(),
                need.about().where().methods()))
        .findFirst();
  }

  private static Bake bake(ItemView.Bake bake) {
    long needed = Math.max(1, bake.needed().toMillis());
    String text =
        Span.text(Duration.ofSeconds(bake.covered().toSeconds()))
            + " of "
            + Span.text(bake.needed())
            + (bake.counting() ? "" : ", stands still: " + bake.why());
    return new Bake(Math.min(100, bake.covered().toMillis() * 100 / needed), text);
  }

  private static String traffic(ItemView.Traffic traffic) {
    return traffic.weight()
        + " % of the traffic, step "
        + traffic.step()
        + " of "
        + traffic.plan().size();
  }

  /** What can be done to it; {@code every}: also what is seldom wanted. */
  static List<Act> acts(ItemView item, String run, boolean every) {
    List<Act> acts = new ArrayList<>();
    String key = item.name().key();
    String status = item.mark().status();
    String word = item.mark().word();
    boolean gathers = !item.children().isEmpty();
    if (word.equals("unsettled")) {
      return List.of(Act.of(Deed.SETTLE, run, key));
    }
    boolean bad = List.of("FAILED", "INCONCLUSIVE", "ERRORED", "STALE").contains(status);
    if (bad || (every && status.equals("PASSED") && item.name().kind().equals("check"))) {
      acts.add(Act.of(Deed.RECHECK, run, key));
    }
    boolean open = word.equals("waiting") || word.equals("retrying");
    if (!gathers && (bad || open || (every && word.equals("open")))) {
      acts.add(Act.of(Deed.SKIP, run, key));
      acts.add(Act.of(Deed.NA, run, key));
    }
    if (bad && !gathers && !item.waivable().isEmpty()) {
      acts.add(Act.of(Deed.WAIVE, run, key));
    }
    boolean asks = item.form().stream().anyMatch(f -> f.ask().isPresent() && f.value().isEmpty());
    if (asks && (every || open)) {
      acts.add(0, Act.of(Deed.RECORD, run, key));
    }
    boolean decided = List.of("SIGNED", "SKIPPED", "NOT_APPLICABLE").contains(status);
    if (decided && every) {
      acts.add(Act.of(Deed.REOPEN, run, key));
    }
    if (every) {
      acts.add(Act.of(Deed.COMMENT, run, key));
      acts.add(Act.of(Deed.ATTACH, run, key));
    }
    return acts;
  }
}
