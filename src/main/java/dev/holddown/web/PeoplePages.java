package dev.holddown.web;

import dev.holddown.access.AccessScope;
import dev.holddown.access.Entrance;
import dev.holddown.access.Rights;
import dev.holddown.access.Session;
import dev.holddown.domain.people.People;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.playbook.RollbackPlan;
import dev.holddown.domain.playbook.SignRule;
import dev.holddown.domain.playbook.Stage;
import dev.holddown.domain.run.Plan;
import dev.holddown.web.page.PeoplePage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who has which role where, how they come in, and what they sign. */
final class PeoplePages {
  private static final int SIGNS_MAX = 300;

  private final Known known;
  private final Workspace workspace;
  private final Shown shown;

  /** From where people are known. {@code document}: the people document in force. */
  record Known(Supplier<Optional<People>> document, Entrance entrance, Door door) {}

  PeoplePages(Known known, Workspace workspace, Shown shown) {
    this.known = known;
    this.workspace = workspace;
    this.shown = shown;
  }

  List<Route> routes() {
    return List.of(Route.page("/people", "Who has which role where", this::look));
  }

  private Reply look(Call call) {
    call.caller().mustEverywhere(AccessScope.READ);
    boolean admin = call.caller().rights().everywhere(AccessScope.ADMIN);
    Optional<People> people = known.document().get();
    Map<String, People.Role> roles = people.map(People::roles).orElse(Map.of());
    PeoplePage page =
        new PeoplePage(
            shown.frame(Shown.viewer(call.caller()), "People", "people"),
            roles.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(e -> row(e.getKey(), e.getValue()))
                .toList(),
            new PeoplePage.Persons(admin ? persons(roles) : List.of(), admin),
            signs(roles),
            people.isPresent());
    return shown.page("people", page);
  }

  private static PeoplePage.RoleRow row(String name, People.Role role) {
    return new PeoplePage.RoleRow(
        name,
        String.join(", ", role.members()),
        String.join(", ", role.delegates()),
        role.group().orElse(""),
        new PeoplePage.Reach(
            role.may().name().toLowerCase(java.util.Locale.ROOT),
            where(role.covers().services(), role.covers().environments())));
  }

  private static String where(List<String> services, List<String> environments) {
    return services.isEmpty() && environments.isEmpty()
        ? "everywhere"
        : (services.isEmpty() ? "every service" : String.join(", ", services))
            + " in "
            + (environments.isEmpty() ? "every environment" : String.join(", ", environments));
  }

  // --- everybody ---

  private List<PeoplePage.PersonRow> persons(Map<String, People.Role> roles) {
    Map<String, Set<String>> sources = new LinkedHashMap<>();
    roles
        .values()
        .forEach(role -> role.named().forEach(name -> add(sources, name, "people document")));
    Entrance entrance = known.entrance();
    entrance
        .users()
        .list()
        .forEach(user ->
            add(
                sources,
                user.name(),
                user.life().emergency() ? "emergency account" : "local user"));
    entrance.tokens().list().stream()
        .filter(token -> entrance.tokens().counts(token.id()))
        .forEach(token -> add(sources, token.person(), "access token " + token.id()));
    entrance.sessions().list().stream()
        .map(Session::who)
        .filter(who -> who.way() == Session.Way.PROVIDER)
        .forEach(who ->
            add(
                sources,
                who.person(),
                "identity provider" + (who.groups().isEmpty() ? "" : ": " + who.groups())));
    return sources.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(e -> person(e.getKey(), String.join(", ", e.getValue())))
        .toList();
  }

  private static void add(Map<String, Set<String>> sources, String name, String source) {
    sources.computeIfAbsent(name, n -> new LinkedHashSet<>()).add(source);
  }

  private PeoplePage.PersonRow person(String name, String sources) {
    Rights rights = known.door().known(name);
    List<String> roles =
        rights.grants().stream()
            .filter(grant -> !grant.role().isEmpty())
            .map(grant -> grant.role() + ", " + where(grant.services(), grant.environments()))
            .distinct()
            .toList();
    String scope = rights.grants().isEmpty() ? "nothing" : rights.scope().word();
    return new PeoplePage.PersonRow(name, sources, scope, roles);
  }

  // --- who signs what ---

  private List<PeoplePage.SignRow> signs(Map<String, People.Role> roles) {
    List<PeoplePage.SignRow> rows = new ArrayList<>();
    for (String name : workspace.names()) {
      try {
        Playbook playbook = workspace.playbook(name);
        signs(playbook).forEach((what, rule) -> rows.add(row(playbook, what, rule, roles)));
      } catch (Problem cannotRun) {
        continue; // the page of playbooks says why
      }
    }
    return rows.stream().limit(SIGNS_MAX).toList();
  }

  private static Map<String, SignRule> signs(Playbook playbook) {
    Map<String, SignRule> rules = new LinkedHashMap<>();
    Plan plan = Plan.of(playbook);
    for (Stage stage : playbook.stages()) {
      plan.stage(stage.id()).stream()
          .flatMap(node -> node.all())
          .map(node -> node.item())
          .forEach(item -> add(rules, item));
      stage
          .gate()
          .flatMap(Stage.Gate::sign)
          .ifPresent(rule -> rules.put("Gate of " + stage.title(), rule));
    }
    playbook
        .rollback()
        .flatMap(RollbackPlan::approval)
        .ifPresent(rule -> rules.put("The way back", rule));
    return rules;
  }

  private static void add(Map<String, SignRule> rules, Item item) {
    item.about().sign().ifPresent(rule -> rules.putIfAbsent(item.about().title(), rule));
  }

  private static PeoplePage.SignRow row(
      Playbook playbook, String what, SignRule rule, Map<String, People.Role> roles) {
    String needs =
        rule.needed().stream()
            .map(r -> (r.count() > 1 ? r.count() + " × " : "") + r.role())
            .collect(Collectors.joining(rule.anyOf() > 0 ? " or " : ", "));
    return new PeoplePage.SignRow(
        playbook.title(),
        what,
        needs + (rule.notStarter() ? ", not the starter" : ""),
        rule.needed().stream()
            .flatMap(r -> who(playbook, r.role(), roles))
            .distinct()
            .collect(Collectors.joining(", ")));
  }

  /** People who are named for a role where the playbook goes; a group by its name. */
  private static Stream<String> who(
      Playbook playbook, String name, Map<String, People.Role> roles) {
    People.Role role = roles.get(name);
    if (role == null || !reaches(playbook, role.covers())) {
      return Stream.empty();
    }
    return Stream.concat(
        role.named().stream(), role.group().map(group -> "group " + group).stream());
  }

  private static boolean reaches(Playbook playbook, People.Covers covers) {
    boolean service =
        covers.services().isEmpty() || covers.services().contains(playbook.subject().service());
    boolean environment =
        covers.environments().isEmpty()
            || playbook.subject().environments().stream().anyMatch(covers.environments()::contains);
    return service && environment;
  }
}
