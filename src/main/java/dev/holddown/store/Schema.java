package dev.holddown.store;

/**
 * The tables that this program knows. Apart from {@link Migrations}, whose library is loaded only
 * when a file is to be made or changed.
 *
 * @param location of the migrations on the class path
 * @param newest the number of the newest of them; also the database's user_version
 */
record Schema(String location, int newest) {
  static Schema current() {
    return new Schema("migrations", 1);
  }
}
