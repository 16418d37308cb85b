package dev.holddown.web;

import dev.holddown.access.Rights;
import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.Desk;
import dev.holddown.domain.permit.Freeze;
import dev.holddown.domain.permit.Scope;
import dev.holddown.view.FreezeCalendar;
import dev.holddown.view.RunView;
import dev.holddown.web.page.FreezeRow;
import dev.holddown.web.page.FreezesPage;
import dev.holddown.web.page.FrozenPage;
import dev.holddown.web.page.Links;
import dev.holddown.web.page.Viewer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The calendar of freezes, the forms that begin and end one, and the ways through one. */
final class FreezePages {
  private static final Duration LISTED = Duration.ofDays(90);
  private static final int LIST_MAX = 60;
  private static final int OPEN_MAX = 100;
  private static final long YEARS_MAX = 20;
  private static final Field WHY =
      Field.must("reason", Field.Kind.TEXT, "say why; it is kept in the log");

  private final Desk desk;
  private final Shown shown;
  private final Permits permits;
  private final Acts acts;

  FreezePages(Desk desk, Shown shown, Permits permits, Acts acts) {
    this.desk = desk;
    this.shown = shown;
    this.permits = permits;
    this.acts = acts;
  }

  private static Field[] override(Field... more) {
    Field[] own = {
      Field.must("freeze", Field.Kind.TEXT, "say which freeze"),
      Field.must("role", Field.Kind.TEXT, "say in which role"),
      WHY,
      Field.METHOD,
      Field.may("minutes", Field.Kind.WHOLE, "for how long; 240 when absent")
    };
    Field[] all = java.util.Arrays.copyOf(own, own.length + more.length);
    System.arraycopy(more, 0, all, own.length, more.length);
    return all;
  }

  List<Route> routes() {
    return List.of(
        Route.page(
            "/freezes",
            "The calendar of freezes",
            this::calendar,
            Field.may("month", Field.Kind.TEXT, "which month, such as 2026-01")),
        Route.form(
            "/freezes",
            "Begins a freeze",
            call -> sent(permits.freeze(call), "/freezes#freeze-" + call.text("id")),
            Field.must("id", Field.Kind.TEXT, "give it a name"),
            WHY,
            Field.may("services", Field.Kind.TEXT, "which, with commas; all when absent"),
            Field.may("environments", Field.Kind.TEXT, "where, with commas; all when absent"),
            Field.may("until", Field.Kind.TEXT, "until when (UTC); until it is ended when absent"),
            Field.may("override", Field.Kind.TEXT, "roles that may override it, with commas")),
        Route.form(
            "/freezes/{id}/end",
            "Ends a freeze",
            call ->
                sent(
                    permits.order(Ask.of("freeze-end").with("id", call.path("id")), call),
                    "/freezes"),
            WHY,
            Field.may("role", Field.Kind.TEXT, "a role that may override it")),
        Route.page(
            "/runs/{id}/override",
            "The form that lets a run through a freeze",
            this::asks,
            Field.must("freeze", Field.Kind.TEXT, "say which freeze")),
        Route.form("/runs/{id}/override", "Lets a run through a freeze", this::lets, override()),
        Route.form(
            "/playbooks/{name}/override",
            "Starts a run through a freeze",
            this::starts,
            override(
                Field.may("environment", Field.Kind.TEXT, "which of its environments"),
                Field.may("inputs", Field.Kind.VALUES, "the values that it asks for"))));
  }

  /** {@code done}: the answer for programs; people are sent on. */
  static Reply sent(Reply done, String next) {
    return done instanceof Reply.Json json && json.status() >= 400
        ? done
        : new Reply.Bare(303, Map.of("Location", next));
  }

  // --- the calendar ---

  private Reply calendar(Call call) {
    Instant now = desk.now();
    YearMonth month = month(call, now);
    Instant first = month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    Instant last = month.plusMonths(1).atDay(7).atStartOfDay(ZoneOffset.UTC).toInstant();
    FreezeCalendar near = desk.calendar(now.minus(LISTED), now.plus(LISTED));
    FreezeCalendar sheet = desk.calendar(first.minus(Duration.ofDays(7)), last);
    Viewer viewer = Shown.viewer(call.caller());
    FreezesPage.Lists lists =
        new FreezesPage.Lists(
            near.holding().stream()
                .map(o -> FreezeRow.of(o, now, hits(call, o.of().freeze())))
                .toList(),
            rows(near.coming(LISTED), now),
            rows(near.past(LISTED), now),
            near.cut());
    return shown.page(
        "freezes",
        new FreezesPage(
            shown.frame(viewer, "Freezes", "freezes").noticing(List.of()),
            lists,
            FreezesPage.month(sheet, month),
            new FreezesPage.Form(
                viewer.works(), "freeze-" + now.atZone(ZoneOffset.UTC).toLocalDate())));
  }

  private static List<FreezeRow> rows(List<FreezeCalendar.Occurrence> some, Instant now) {
    return some.stream().limit(LIST_MAX).map(o -> FreezeRow.of(o, now, List.of())).toList();
  }

  private static YearMonth month(Call call, Instant now) {
    YearMonth today = YearMonth.from(now.atZone(ZoneOffset.UTC));
    if (call.text("month").isEmpty()) {
      return today;
    }
    try {
      YearMonth month = YearMonth.parse(call.text("month"));
      if (Math.abs(month.getYear() - (long) today.getYear()) <= YEARS_MAX) {
        return month;
      }
    } catch (DateTimeException e) {
      // Said below, as for a month that is too far away.
    }
    throw Problem.of(
        400,
        "request",
        "\"month\" is one within "
            + YEARS_MAX
            + " years, such as 2026-01, not \""
            + Values.shown(call.text("month"))
            + "\"");
  }

  /** The open runs that a freeze stops. */
  private List<FreezeRow.Hit> hits(Call call, Freeze freeze) {
    Scope scope = freeze.scope();
    return shown.guard().open(call.caller(), OPEN_MAX).stream()
        .filter(view -> !view.head().origin().mode().equals("ROLLBACK"))
        .filter(view -> covers(scope, view))
        .map(view ->
            new FreezeRow.Hit(
                view.head().title(),
                Links.run(view.head().run()),
                overridePage(view.head().run(), freeze.id())))
        .toList();
  }

  private static boolean covers(Scope scope, RunView view) {
    Rights.Where where = Rights.Where.of(view.head().lock());
    String environment = where.environment().replaceFirst("#.*", "");
    return scope.covers(where.service(), environment);
  }

  static String overridePage(String run, String freeze) {
    return Links.run(run) + "/override?freeze=" + Links.encoded(freeze);
  }

  // --- through a freeze ---

  private Optional<Freeze.InForce> holding(String id) {
    return desk.freezes().stream().filter(held -> held.freeze().id().equals(id)).findFirst();
  }

  private Freeze.InForce must(String id) {
    return holding(id)
        .orElseThrow(() ->
            Problem.of(
                409,
                "refused",
                "no freeze \"" + Values.shown(id) + "\" holds now; nothing was changed"));
  }

  private Reply asks(Call call) {
    return page(200, call, must(call.text("freeze")), ofRun(call), "");
  }

  private Target ofRun(Call call) {
    String run = call.path("id");
    return new Target(
        shown.viewer(call.caller(), run),
        Links.run(run) + "/override",
        Map.of(),
        "The run is let through this freeze for a while. Resume it, or sign, afterwards.",
        Links.run(run));
  }

  /** What is to go through. */
  private record Target(
      Viewer viewer, String action, Map<String, String> hidden, String does, String back) {}

  private Reply page(int status, Call call, Freeze.InForce held, Target target, String refused) {
    Freeze freeze = held.freeze();
    List<String> all = FreezeRow.roles(freeze);
    Viewer viewer = target.viewer();
    List<String> theirs = all.stream().filter(viewer::may).toList();
    FrozenPage page =
        new FrozenPage(
            shown.frame(viewer, "Changes are frozen", "freezes").noticing(List.of()),
            refused,
            new FrozenPage.About(
                freeze.id(),
                freeze.about().why() + " (" + freeze.about().owner() + ")",
                freeze.scope().toString(),
                held.until().map(Instant::toString).orElse("until it is ended"),
                all.isEmpty() ? "nobody" : String.join(" or ", all)),
            new FrozenPage.Form(
                target.action(),
                target.hidden(),
                target.does(),
                target.back(),
                target.hidden().isEmpty()
                    ? target.action() + "?freeze=" + Links.encoded(freeze.id())
                    : ""),
            theirs);
    Reply.Html html = (Reply.Html) shown.page(Shown.part(call) ? "frozenpart" : "frozen", page);
    return new Reply.Html(status, html.text(), html.headers());
  }

  /** The freeze of a refusal; when it ended just now, the sentence of the refusal is the answer. */
  private Freeze.InForce met(Problem problem) {
    return holding(String.valueOf(problem.more().get("freeze"))).orElseThrow(() -> problem);
  }

  /** The page of a step forward of a run that a freeze refused. */
  Reply refused(Call call, Problem problem) {
    return page(423, call, met(problem), ofRun(call), problem.detail());
  }

  /** The same for a run that was not started. */
  Reply notStarted(Call call, Problem problem) {
    Freeze.InForce held = met(problem);
    Map<String, String> hidden = new LinkedHashMap<>();
    if (!call.text("environment").isEmpty()) {
      hidden.put("environment", call.text("environment"));
    }
    if (call.values().get("inputs") instanceof Map<?, ?> inputs) {
      inputs.forEach((name, value) -> hidden.put("input." + name, String.valueOf(value)));
    }
    String playbook = Links.playbook(call.path("name"));
    Target target =
        new Target(
            Shown.viewer(call.caller()),
            playbook + "/override",
            hidden,
            "The run starts, and goes through this freeze for a while.",
            playbook);
    return page(423, call, held, target, problem.detail());
  }

  private Reply lets(Call call) {
    String run = call.path("id");
    String id = call.text("freeze");
    Map<String, Object> values = new LinkedHashMap<>(call.values());
    values.remove("freeze");
    Call rest = new Call(call.caller(), call.path(), values, call.visitor());
    return sent(
        permits.order(Ask.of("override").with("run", run).with("freeze", id), rest),
        Links.run(run));
  }

  private Reply starts(Call call) {
    Map<String, Object> values = new LinkedHashMap<>(call.values());
    Map<String, Object> override = new LinkedHashMap<>();
    for (String name : List.of("freeze", "role", "reason", "method", "minutes")) {
      Object value = values.remove(name);
      if (value != null) {
        override.put(name, value);
      }
    }
    values.put("override", override);
    Call whole = new Call(call.caller(), call.path(), values, call.visitor());
    return new Reply.Bare(
        303, Map.of("Location", Links.run(acts.start(whole, call.path("name")).run())));
  }
}
