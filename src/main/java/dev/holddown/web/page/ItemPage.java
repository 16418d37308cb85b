package dev.holddown.web.page;

import dev.holddown.view.EventLine;
import dev.holddown.view.ItemView;
import dev.holddown.view.OwedView;
import dev.holddown.view.PlaceView;
import dev.holddown.view.ProofView;
import dev.holddown.view.Quantity;
import dev.holddown.view.RunSheet;
import dev.holddown.view.RunView;
import dev.holddown.view.Waiting;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** An item or gate: how it stands, on what that rests, and all that happened to it. */
public record ItemPage(
    Frame frame, Head head, Optional<ItemRow> row, List<Proof> proofs, Told told) {
  private static final List<Deed> AFTERWARDS = List.of(Deed.RECORD, Deed.SKIP, Deed.COMMENT);

  /**
   * What people laid beside it, all its events, newest first, and where its links lead.
   *
   * @param planned what it is about to ask and do, with the values of now; empty once it is over
   */
  public record Told(
      Besides beside, List<LogLine> history, List<BoardPage.Link> links, List<String> planned) {}

  /** The same, with what is planned. */
  public ItemPage planning(List<String> planned) {
    Told more = new Told(told.beside(), told.history(), told.links(), planned);
    return new ItemPage(frame, head, row, proofs, more);
  }

  /**
   * What it is.
   *
   * @param need what is asked of somebody; empty while nobody is waited for
   * @param acts what can be done to it
   */
  public record Head(String key, String title, Place place, Optional<Need> need, List<Act> acts) {}

  /** Where it is. */
  public record Place(String runHref, String runTitle, String run, String lock) {}

  /**
   * A question and its answer, or an act.
   *
   * @param facts name and value, in order
   */
  public record Proof(String title, Badge badge, List<Fact> facts, Texts texts) {}

  /** A name and its value. */
  public record Fact(String name, String value) {}

  /** Request and response as they were kept, without secrets. {@code href} empty: none kept. */
  public record Texts(String request, String response, String href) {}

  /** What it is made of. {@code evidence}: a text by its digest; empty when it is not there. */
  public record Material(
      RunSheet sheet,
      String key,
      ProofView proof,
      List<EventLine> history,
      Function<String, Optional<String>> evidence) {}

  /** Empty when the run has no such item, gate or history. */
  public static Optional<ItemPage> of(Frame frame, String key, Material from) {
    RunView view = from.sheet().view();
    Optional<ItemView> item = find(view, key);
    Optional<Waiting> waiting =
        Stream.concat(
                view.standing().waiting().stream(),
                view.owed().stream().flatMap(owed -> owed.waiting().stream()))
            .filter(wait -> wait.key().equals(key))
            .findFirst();
    if (item.isEmpty() && waiting.isEmpty() && from.history().isEmpty()) {
      return Optional.empty();
    }
    Instant now = view.head().times().now();
    String run = view.head().run();
    boolean open =
        !view.closed()
            || view.owed().stream().anyMatch(o -> o.open() && o.line().name().key().equals(key));
    boolean works = frame.viewer().works() && open;
    Head head =
        new Head(
            key,
            item.map(i -> i.name().title()).or(() -> waiting.map(Waiting::title)).orElse(key),
            new Place(Links.run(run), view.head().title(), run, view.head().lock()),
            waiting.map(wait -> Need.of(wait, from.sheet(), frame.viewer())),
            works ? item.map(i -> acts(i, view)).orElse(List.of()) : List.of());
    return Optional.of(
        new ItemPage(
            frame,
            head,
            item.map(i ->
                ItemRow.of(
                    i,
                    0,
                    new ItemRow.Context(from.sheet(), java.time.Duration.ZERO, frame.viewer()))),
            proofs(from, now),
            new Told(
                item.map(i -> Besides.of(i.beside(), view)).orElseGet(Besides::none),
                from.history().reversed().stream().map(line -> LogLine.of(line, view)).toList(),
                from.proof().links().entrySet().stream()
                    .map(link -> BoardPage.Link.of(link.getKey(), link.getValue()))
                    .toList(),
                List.of())));
  }

  private static List<Proof> proofs(Material from, Instant now) {
    List<Proof> proofs = new ArrayList<>();
    form(find(from.sheet().view(), from.key()), proofs);
    for (ProofView.Answer answer : from.proof().answers()) {
      List<Fact> facts = new ArrayList<>();
      facts.add(new Fact("Answer", answer.reason()));
      answer.kept().at().ifPresent(at -> facts.add(new Fact("At", Moment.of(at, now).text())));
      if (answer.kept().samples() > 0) {
        facts.add(new Fact("Samples", Quantity.text(answer.kept().samples(), "")));
      }
      for (Map.Entry<String, Object> save : answer.saves().entrySet()) {
        facts.add(new Fact("saved." + save.getKey(), RunHead.text(save.getValue())));
      }
      proofs.add(
          new Proof(
              asked(answer.asked()),
              verdict(answer.verdict()),
              facts,
              texts(answer.kept().evidence(), from)));
    }
    from.proof().act().ifPresent(act -> proofs.add(act(act)));
    return proofs;
  }

  /** Of a closed run only what it owes is met, and commented on. */
  private static List<Act> acts(ItemView item, RunView view) {
    return ItemRow.acts(item, view.head().run(), true).stream()
        .filter(act -> !view.closed() || AFTERWARDS.contains(act.deed()))
        .toList();
  }

  /** What was filled in, and what is still open. */
  private static void form(Optional<ItemView> item, List<Proof> proofs) {
    List<ItemView.Entry> form = item.map(ItemView::form).orElse(List.of());
    if (form.isEmpty()) {
      return;
    }
    long open = form.stream().filter(field -> field.value().isEmpty()).count();
    Badge badge =
        open == 0
            ? new Badge("✓", "filled in", Tone.GOOD)
            : new Badge("○", open + " open", Tone.WARN);
    List<Fact> facts =
        form.stream()
            .map(field ->
                new Fact(
                    field.name(),
                    field
                        .value()
                        .map(RunHead::text)
                        .orElse("open" + field.ask().map(role -> ", for " + role).orElse(""))))
            .toList();
    proofs.add(new Proof("Fields", badge, facts, new Texts("", "", "")));
  }

  private static Proof act(ProofView.Deed act) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Operation", act.op()));
    facts.add(new Fact("Token", act.token()));
    if (!act.message().isEmpty()) {
      facts.add(new Fact("Said", act.message()));
    }
    Tone tone =
        switch (act.status()) {
          case "LANDED" -> Tone.GOOD;
          case "FAILED", "UNSETTLED" -> Tone.BAD;
          default -> Tone.BUSY;
        };
    String symbol = tone == Tone.GOOD ? "✓" : tone == Tone.BAD ? "✗" : "▸";
    return new Proof(
        "Act: " + act.what(),
        new Badge(symbol, act.status().toLowerCase(java.util.Locale.ROOT), tone),
        facts,
        new Texts("", "", ""));
  }

  private static String asked(String purpose) {
    return switch (purpose) {
      case "when" -> "Does it apply?";
      case "before" -> "Is it in place already?";
      case "done" -> "Is it in place?";
      case "verify" -> "Does it work?";
      case "choose" -> "Which case is it?";
      default -> "The check";
    };
  }

  private static Badge verdict(String verdict) {
    return switch (verdict) {
      case "PASSED" -> new Badge("✓", "passed", Tone.GOOD);
      case "FAILED" -> new Badge("✗", "failed", Tone.BAD);
      case "ERRORED" -> new Badge("!", "errored", Tone.BAD);
      default -> new Badge("?", "inconclusive", Tone.BAD);
    };
  }

  private static Texts texts(Optional<String> digest, Material from) {
    String text = digest.flatMap(from.evidence()).orElse("");
    String run = from.sheet().view().head().run();
    String href = digest.map(d -> Links.evidence(d, run)).orElse("");
    int split = text.indexOf("\n\nresponse\n");
    if (split < 0 || !text.startsWith("request\n")) {
      return new Texts("", text, href);
    }
    return new Texts(
        text.substring("request\n".length(), split),
        text.substring(split + "\n\nresponse\n".length()),
        href);
  }

  /** An item of a run by its key. */
  public static Optional<ItemView> find(RunView view, String key) {
    Deque<ItemView> rest = new ArrayDeque<>();
    view.stages().stream().map(PlaceView::items).forEach(rest::addAll);
    view.back().phases().stream().map(PlaceView::items).forEach(rest::addAll);
    rest.addAll(view.back().undo());
    view.owed().stream().map(OwedView::line).forEach(rest::add);
    while (!rest.isEmpty()) {
      ItemView item = rest.pop();
      if (item.name().key().equals(key)) {
        return Optional.of(item);
      }
      rest.addAll(item.children());
    }
    return Optional.empty();
  }
}
