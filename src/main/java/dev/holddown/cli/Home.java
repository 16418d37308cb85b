package dev.holddown.cli;

import java.nio.file.Path;

/**
 * Where a verb works.
 *
 * @param folder the data folder; it need not exist
 * @param database the URL of a PostgreSQL database, which may hold a password and is never shown;
 *     empty for the embedded one in the folder
 * @param migrate whether an older PostgreSQL database may be brought to today's tables
 */
public record Home(Path folder, String database, boolean migrate) {
  /** The embedded database of a folder. */
  public static Home of(Path folder) {
    return new Home(folder, "", false);
  }

  /** Without the URL. */
  @Override
  public String toString() {
    return folder.toString();
  }
}
