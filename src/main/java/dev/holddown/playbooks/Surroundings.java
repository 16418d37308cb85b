package dev.holddown.playbooks;

/**
 * Where an item stands.
 *
 * @param scope the names its expressions may use
 * @param wayBack inside {@code rollback:}
 * @param approved a signature is asked for before the block is entered
 * @param branch inside a case, which may never be taken
 */
record Surroundings(Scope scope, Parts parts, boolean wayBack, boolean approved, boolean branch) {
  /** The same place with other names. */
  Surroundings at(Scope inside) {
    return new Surroundings(inside, parts, wayBack, approved, branch);
  }

  Surroundings inBranch() {
    return new Surroundings(scope, parts, wayBack, approved, true);
  }
}
