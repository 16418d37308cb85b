package dev.holddown.cli;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a verb works.
 *
 * @param folder the data folder; it need not exist
 * @param database the URL of a PostgreSQL database, which may hold a password and is never shown;
 *     empty for the embedded one in the folder
 * @param migrate whether an older PostgreSQL database may be brought to today's tables
 * @param node what this process is called among those that share the database; empty for its
 *     machine and process id
 * @param workspace the folder of playbooks, freezes and the rest; empty for none
 */
public record Home(
    Path folder, String database, boolean migrate, String node, Optional<Path> workspace) {
  /** Without a workspace. */
  public Home(Path folder, String database, boolean migrate, String node) {
    this(folder, database, migrate, node, Optional.empty());
  }

  /** The same with a workspace. */
  public Home in(Optional<Path> other) {
    return new Home(folder, database, migrate, node, other);
  }

  /** Without a name of its own. */
  public Home(Path folder, String database, boolean migrate) {
    this(folder, database, migrate, "");
  }

  /** The embedded database of a folder. */
  public static Home of(Path folder) {
    return new Home(folder, "", false);
  }

  /** The same under a name. */
  Home named(String name) {
    return new Home(folder, database, migrate, name, workspace);
  }

  /** Without the URL. */
  @Override
  public String toString() {
    return folder.toString();
  }
}
