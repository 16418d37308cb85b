package dev.holddown.store;

import java.util.List;

/**
 * The tables that this program knows. Apart from {@link Migrations}, whose library is loaded only
 * when a file is to be made or changed.
 *
 * @param locations of the migrations on the class path
 * @param newest the number of the newest of them; also the database's user_version
 */
record Schema(List<String> locations, int newest) {
  /** As Flyway wants them. */
  static String[] onClassPath(List<String> locations) {
    return locations.stream().map(l -> "classpath:" + l).toArray(String[]::new);
  }

  static Schema current() {
    return new Schema(List.of("migrations"), 2);
  }
}
