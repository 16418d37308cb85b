package dev.holddown.domain.people;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The roles that a people document names, and who has them. For these it alone decides.
 *
 * @param roles by name
 */
public record People(Map<String, Role> roles) {
  /** How far a role reaches; each holds the ones before it. */
  public enum May {
    /** Looks. */
    READ,
    /** Holds, aborts and rolls back. */
    BRAKE,
    /** Starts, signs and resumes. */
    WORK,
    /** Looks after the server. */
    ADMIN
  }

  /**
   * A role.
   *
   * @param members user names
   * @param delegates who may stand in; they count like members
   * @param group of the identity provider whose people have the role
   */
  public record Role(
      List<String> members,
      List<String> delegates,
      Optional<String> group,
      May may,
      Covers covers) {
    /** Whether somebody of these groups has it. */
    public boolean has(String person, List<String> groups) {
      return members.contains(person)
          || delegates.contains(person)
          || group.filter(groups::contains).isPresent();
    }

    /** Everybody who is named. */
    public List<String> named() {
      return Stream.concat(members.stream(), delegates.stream()).distinct().toList();
    }
  }

  /** Where a role counts; empty lists: everywhere. */
  public record Covers(List<String> services, List<String> environments) {}

  /** Several documents as one; a role that two of them name has the people of both. */
  public static People of(List<People> documents) {
    Map<String, Role> roles = new LinkedHashMap<>();
    for (People document : documents) {
      document.roles().forEach((name, role) -> roles.merge(name, role, People::both));
    }
    return new People(Map.copyOf(roles));
  }

  /** Documents that limit a role differently limit it both. */
  private static Role both(Role one, Role other) {
    return new Role(
        joined(one.members(), other.members()),
        joined(one.delegates(), other.delegates()),
        one.group().or(other::group),
        one.may().compareTo(other.may()) <= 0 ? one.may() : other.may(),
        new Covers(
            narrower(one.covers().services(), other.covers().services()),
            narrower(one.covers().environments(), other.covers().environments())));
  }

  private static List<String> narrower(List<String> one, List<String> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() ? other : one;
    }
    List<String> both = one.stream().filter(other::contains).toList();
    // An empty list would say everywhere.
    return both.isEmpty() ? List.of("-") : both;
  }

  private static List<String> joined(List<String> one, List<String> other) {
    List<String> all = new ArrayList<>(one);
    other.stream().filter(name -> !all.contains(name)).forEach(all::add);
    return List.copyOf(all);
  }

  /** The roles of somebody of these groups. */
  public List<String> of(String person, List<String> groups) {
    return roles.entrySet().stream()
        .filter(entry -> entry.getValue().has(person, groups))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }
}
