package dev.holddown.web;

import dev.holddown.access.AccessScope;
import dev.holddown.cli.link.Desk;
import dev.holddown.cli.link.Json;
import dev.holddown.web.page.ActPage;
import dev.holddown.web.page.Deed;
import dev.holddown.web.page.Frame;
import dev.holddown.web.page.Links;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The commands as pages give them: each is looked at on a page of its own, and given by its form.
 * From a dialog the answer is a word to the script; without one the browser is sent on.
 */
final class PageActs {
  private static final Field KEY = Field.may("key", Field.Kind.TEXT, "the item, gate or watch");

  /** Locked (RFC 4918, 11.3): a freeze holds. */
  private static final int FROZEN = 423;

  private static final String OTHERWISE = "asked for on the page";

  private final Desk desk;
  private final Acts acts;
  private final Shown shown;
  private final FreezePages freezes;

  PageActs(Desk desk, Acts acts, Shown shown, FreezePages freezes) {
    this.desk = desk;
    this.acts = acts;
    this.shown = shown;
    this.freezes = freezes;
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    for (Deed deed : Deed.values()) {
      String path = "/runs/{id}/" + deed.verb();
      routes.add(Route.page(path, deed.about(), call -> look(call, deed), KEY));
      AccessScope scope = deed.brakes() ? AccessScope.BRAKE : AccessScope.WORK;
      routes.add(
          Route.post(
              path,
              scope,
              Route.takes(deed.about(), Reply.Html.class, fields(deed)),
              call -> give(call, deed)));
    }
    routes.add(
        Route.form(
            "/playbooks/{name}/start",
            "Starts a run",
            this::start,
            Field.may("environment", Field.Kind.TEXT, "which of its environments"),
            Field.may("inputs", Field.Kind.VALUES, "the values that it asks for")));
    return routes;
  }

  private static Field[] fields(Deed deed) {
    List<Field> fields = new ArrayList<>();
    if (deed.beside()) {
      fields.add(KEY);
    } else if (!deed.ofRun()) {
      fields.add(Field.must("key", Field.Kind.TEXT, "say which item, gate or watch"));
      fields.add(Field.may("seen", Field.Kind.WHOLE, "the number of its last event you saw"));
    }
    if (deed.asks().role()) {
      fields.add(Field.must("role", Field.Kind.TEXT, "say in which role"));
    }
    fields.addAll(said(deed.asks()));
    return fields.toArray(Field[]::new);
  }

  private static List<Field> said(Deed.Asks asks) {
    Field why = Field.may("reason", Field.Kind.TEXT, "why; it is kept in the log");
    Field mustWhy = Field.must("reason", Field.Kind.TEXT, "say why; it is kept in the log");
    return switch (asks) {
      case UNTIL_WHY ->
          List.of(mustWhy, Field.must("until", Field.Kind.TEXT, "say until when, UTC"));
      case WHY -> List.of(why);
      case MUST_WHY, ROLE_WHY -> List.of(mustWhy);
      case ROLE_COMMENT ->
          List.of(
              Field.may("comment", Field.Kind.TEXT, "a remark beside it"),
              Field.may("method", Field.Kind.TEXT, "how it was given, where the playbook asks"));
      case LANDED_WHY ->
          List.of(mustWhy, Field.must("landed", Field.Kind.FLAG, "say whether it landed"));
      case TEXT -> List.of(Field.must("text", Field.Kind.TEXT, "say what; it is kept in the log"));
      case WAIVER ->
          List.of(
              mustWhy,
              Field.must("risk", Field.Kind.TEXT, "say how bad it may get: low, medium, high"),
              Field.must("expires", Field.Kind.TEXT, "say until when (UTC), 168 hours at most"),
              Field.may("owner", Field.Kind.TEXT, "who answers for it; the caller when absent"),
              Field.may("reference", Field.Kind.TEXT, "where more is written"));
      case FIELDS -> List.of(Field.may("fields", Field.Kind.VALUES, "the values by field"));
      case FILE ->
          List.of(
              Field.must("content", Field.Kind.FILE, "choose a file"),
              Field.must("name", Field.Kind.TEXT, "choose a file that has a name"));
    };
  }

  private Reply look(Call call, Deed deed) {
    String run = call.path("id");
    String place = deed == Deed.ROLLBACK ? "rollback" : "runs";
    Frame frame = shown.frameOf(run, call.caller(), deed.title(), place);
    if (!deed.ofRun() && !deed.beside() && call.text("key").isEmpty()) {
      throw Problem.of(400, "request", "the address must name the item as \"key\"");
    }
    ActPage page = ActPage.of(frame, desk.sheet(run), deed, call.text("key"));
    return shown.page(Shown.part(call) ? "actpart" : "act", page);
  }

  private Reply give(Call call, Deed deed) {
    Map<String, Object> values = new LinkedHashMap<>(call.values());
    String key = String.valueOf(values.getOrDefault("key", ""));
    Object seen = values.remove("seen");
    values.remove("key");
    Call whole =
        seen == null ? call : new Call(call.caller(), call.path(), values, seen(call, (Long) seen));
    try {
      acts.order(whole, deed.verb(), key, values, OTHERWISE);
    } catch (Problem problem) {
      if (problem.status() == FROZEN) {
        return freezes.refused(call, problem);
      }
      throw problem;
    }
    String run = Links.run(call.path("id"));
    return done(call, deed.title() + ": done", run + "?done=" + deed.verb());
  }

  /** The same visitor, who names the version that was seen as a program would. */
  private static Visitor seen(Call call, long version) {
    return new Visitor() {
      @Override
      public String address() {
        return call.address();
      }

      @Override
      public Optional<String> header(String name) {
        return name.equals("If-Match") ? Optional.of(Tags.tag(version)) : call.header(name);
      }
    };
  }

  private Reply start(Call call) {
    try {
      return done(call, "Started", Links.run(acts.start(call, call.path("name")).run()));
    } catch (Problem problem) {
      if (problem.status() == FROZEN) {
        return freezes.notStarted(call, problem);
      }
      throw problem;
    }
  }

  private static Reply done(Call call, String word, String next) {
    if (Shown.part(call)) {
      String said = Json.line(Map.of("done", Map.of("value", word)));
      return new Reply.Bare(204, Map.of("HX-Trigger", said));
    }
    return new Reply.Bare(303, Map.of("Location", next));
  }
}
