package dev.holddown.web;

import dev.holddown.access.AccessScope;
import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.Desk;
import dev.holddown.domain.kernel.Span;
import dev.holddown.domain.permit.Delegation;
import dev.holddown.domain.permit.Granted;
import dev.holddown.view.PermitsView;
import dev.holddown.view.RunView;
import dev.holddown.web.page.Links;
import dev.holddown.web.page.PermitsPage;
import dev.holddown.web.page.PermitsPage.Fact;
import dev.holddown.web.page.Tone;
import dev.holddown.web.page.Viewer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Waivers, exceptions, preauthorisations and delegations as a page with its forms. */
final class PermitPages {
  private static final int OPEN_MAX = 100;
  private static final Duration SOON = Duration.ofHours(24);
  private static final Field ROLE = Field.must("role", Field.Kind.TEXT, "say in which role");
  private static final Field COMMENT = Field.may("comment", Field.Kind.TEXT, "a remark beside it");

  private final Desk desk;
  private final Shown shown;
  private final Permits permits;

  PermitPages(Desk desk, Shown shown, Permits permits) {
    this.desk = desk;
    this.shown = shown;
    this.permits = permits;
  }

  List<Route> routes() {
    return List.of(
        Route.page("/permits", "Waivers, exceptions, preauthorisations, delegations", this::look),
        form("exceptions", "approve", "Approves an exception", ROLE, COMMENT),
        form("policies", "sign", "Signs a preauthorisation", ROLE, COMMENT),
        form(
            "delegations",
            "end",
            "Ends a delegation",
            Field.may("reason", Field.Kind.TEXT, "why; kept in the log")),
        Route.form(
            "/permits/delegations",
            "Lets another person sign for the caller",
            call -> FreezePages.sent(permits.delegate(call), "/permits#delegations"),
            Field.must("to", Field.Kind.TEXT, "name the person"),
            Field.must("roles", Field.Kind.TEXT, "name the roles, with commas"),
            Field.must("until", Field.Kind.TEXT, "say until when (UTC), 30 days at most"),
            Field.may("reason", Field.Kind.TEXT, "why; kept in the log")));
  }

  private Route form(String what, String verb, String about, Field... fields) {
    String order =
        switch (what) {
          case "exceptions" -> "exception-approve";
          case "policies" -> "policy-sign";
          default -> "delegation-end";
        };
    return Route.form(
        "/permits/" + what + "/{id}/" + verb,
        about,
        call ->
            FreezePages.sent(
                permits.order(Ask.of(order).with("id", call.path("id")), call), "/permits#" + what),
        fields);
  }

  private Reply look(Call call) {
    Caller caller = call.caller();
    Viewer viewer = Shown.viewer(caller);
    boolean all = caller.rights().everywhere(AccessScope.READ);
    Instant now = desk.now();
    PermitsPage.Lists lists =
        all
            ? new PermitsPage.Lists(
                exceptions(viewer, now), policies(viewer, now), delegations(caller, now))
            : new PermitsPage.Lists(List.of(), List.of(), List.of());
    return shown.page(
        "permits",
        new PermitsPage(
            shown.frame(viewer, "Permits", "permits"),
            waivers(caller, now),
            lists,
            all,
            new PermitsPage.Form(all && viewer.works(), viewer.roles())));
  }

  // --- waivers ---

  private List<PermitsPage.WaiverRow> waivers(Caller caller, Instant now) {
    List<PermitsPage.WaiverRow> rows = new ArrayList<>();
    for (RunView view : shown.guard().open(caller, OPEN_MAX)) {
      PermitsView.OfRun own =
          (PermitsView.OfRun) desk.answer(Ask.of("permits").with("run", view.head().run()));
      own.waivers().forEach(waiver -> rows.add(row(view, waiver, now)));
    }
    return rows;
  }

  private static PermitsPage.WaiverRow row(
      RunView view, PermitsView.WaiverLine waiver, Instant now) {
    String run = view.head().run();
    Optional<Granted> by = waiver.decided().by();
    boolean over = !waiver.decided().ended().isEmpty();
    String state =
        over
            ? waiver.decided().ended()
            : by.map(g -> "counts, approved by " + g).orElse("waits for another person");
    boolean waits = by.isEmpty() && !over;
    return new PermitsPage.WaiverRow(
        waiver.item() + ", " + view.head().title() + ", " + view.head().lock(),
        Links.item(run, waiver.item()),
        new PermitsPage.Words(
            waiver.id(), waiver.owner(), waiver.terms().rationale(), waiver.terms().risk(), state),
        over
            ? new PermitsPage.Life(waiver.terms().expires().toString(), "over", Tone.DIM)
            : life(waiver.terms().expires(), now),
        waits ? Optional.of(Links.act(run, "sign", "waiver/" + waiver.item())) : Optional.empty());
  }

  private static PermitsPage.Life life(Instant until, Instant now) {
    Instant end = until.truncatedTo(ChronoUnit.SECONDS);
    Duration left = Duration.between(now, until);
    if (left.isNegative() || left.isZero()) {
      return new PermitsPage.Life(end.toString(), "expired", Tone.BAD);
    }
    Duration shown = Duration.ofMinutes(Math.max(1, left.toMinutes()));
    return new PermitsPage.Life(
        end.toString(),
        Span.text(shown) + " left",
        left.compareTo(SOON) < 0 ? Tone.WARN : Tone.GOOD);
  }

  // --- what holds for every run ---

  private List<PermitsPage.PermitRow> exceptions(Viewer viewer, Instant now) {
    PermitsView.Exceptions all = (PermitsView.Exceptions) desk.answer(Ask.of("exceptions"));
    return all.exceptions().stream()
        .map(e ->
            new PermitsPage.PermitRow(
                e.id(),
                facts(
                    "Waives", e.waives(),
                    "Owner", e.owner(),
                    "Why", e.terms().rationale(),
                    "Risk", e.terms().risk(),
                    "Reference", e.terms().reference()),
                life(e.terms().expires(), now),
                e.approved().map(by -> "approved by " + by).orElse("waits for approval"),
                e.approved().isPresent() || e.terms().expired() || !viewer.works()
                    ? Optional.empty()
                    : sign("exceptions", e.id(), "approve", viewer)))
        .toList();
  }

  private static Optional<PermitsPage.Sign> sign(
      String what, String id, String verb, Viewer viewer) {
    return viewer.roles().isEmpty() && !viewer.anybody()
        ? Optional.empty()
        : Optional.of(
            new PermitsPage.Sign(
                "/permits/" + what + "/" + Links.encoded(id) + "/" + verb,
                verb.equals("approve") ? "Approve " + id : "Sign " + id,
                viewer.roles(),
                viewer.anybody()));
  }

  private List<PermitsPage.PermitRow> policies(Viewer viewer, Instant now) {
    PermitsView.Policies all = (PermitsView.Policies) desk.answer(Ask.of("policies"));
    return all.policies().stream()
        .map(p -> {
          String uses =
              p.use().usesMax() == 0
                  ? p.use().used() + " times"
                  : p.use().used() + " of " + p.use().usesMax() + " times";
          String lacks = p.signatures().lacks();
          String by =
              p.signatures().by().stream().map(Granted::toString).collect(Collectors.joining(", "));
          return new PermitsPage.PermitRow(
              p.id(),
              facts(
                  "Rolls back", where(p.where()),
                  "Playbooks", String.join(", ", p.signatures().playbooks()),
                  "Only after", String.join(", ", p.watches()),
                  "Used", uses,
                  "Signed by", by),
              life(p.use().expires(), now),
              lacks.isEmpty() ? "signed" : "waits for " + lacks,
              lacks.isEmpty() || p.use().expired() || !viewer.works()
                  ? Optional.empty()
                  : sign("policies", p.id(), "sign", viewer));
        })
        .toList();
  }

  private static String where(PermitsView.Where where) {
    return (where.services().isEmpty() ? "every service" : String.join(", ", where.services()))
        + " in "
        + (where.environments().isEmpty()
            ? "every environment"
            : String.join(", ", where.environments()));
  }

  private static List<Fact> facts(String... pairs) {
    List<Fact> facts = new ArrayList<>();
    for (int i = 0; i < pairs.length; i += 2) {
      if (!pairs[i + 1].isBlank()) {
        facts.add(new Fact(pairs[i], pairs[i + 1]));
      }
    }
    return facts;
  }

  private List<PermitsPage.DelegationRow> delegations(Caller caller, Instant now) {
    PermitsView.Delegations all = (PermitsView.Delegations) desk.answer(Ask.of("delegations"));
    return all.delegations().stream().map(d -> row(caller, d, now)).toList();
  }

  private PermitsPage.DelegationRow row(Caller caller, Delegation d, Instant now) {
    List<String> still = shown.guard().still(d.from(), d.roles());
    String lost =
        d.roles().stream().filter(r -> !still.contains(r)).collect(Collectors.joining(", "));
    boolean mine = d.from().equals(caller.person()) || d.to().equals(caller.person());
    return new PermitsPage.DelegationRow(
        d.id(),
        d.from(),
        d.to(),
        String.join(", ", d.roles()),
        new PermitsPage.DelegationLife(life(d.time().until(), now), lost, mine));
  }
}
