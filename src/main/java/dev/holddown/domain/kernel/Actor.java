package dev.holddown.domain.kernel;

/** Who did it. A person is named; the engine and a watch act under their own name. */
public record Actor(Kind kind, String name) {
  /** What sort of actor it is. */
  public enum Kind {
    PERSON,
    ENGINE,
    WATCH
  }

  public static Actor person(String name) {
    return new Actor(Kind.PERSON, name);
  }

  public static Actor engine() {
    return new Actor(Kind.ENGINE, "engine");
  }

  public static Actor watch(String id) {
    return new Actor(Kind.WATCH, id);
  }

  @Override
  public String toString() {
    return kind == Kind.WATCH ? "watch " + name : name;
  }
}
