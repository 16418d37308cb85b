package dev.holddown.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.StoreException;
import dev.holddown.testing.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

/** What a tired person reads when the database is not as it should be. Nothing is changed then. */
class PostgresOpeningTest {
  private static final PostgresSchema NEXT =
      new PostgresSchema(List.of("migrations-postgresql", "migrations-next"), 3);

  private final TestPostgres server = TestPostgres.shared();
  private final int port = server.port();

  private AbstractThrowableAssert<?, ? extends Throwable> opening(
      String url, Map<String, String> environment) {
    return assertThatThrownBy(() ->
            PostgresEventStore.open(
                    PostgresUrl.parse(url, environment),
                    Postgres.opening(PostgresLimits.usual().outage(0)))
                .close())
        .isInstanceOf(StoreException.class);
  }

  private static String name(String url) {
    return url.substring(url.lastIndexOf('/') + 1);
  }

  private void role() {
    server.sql(
        "postgres",
        "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'locked') THEN"
            + " CREATE ROLE locked LOGIN PASSWORD 's3cret'; END IF; END $$");
  }

  @Test
  void a_server_that_does_not_listen() throws IOException {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = socket.getLocalPort();
    }
    opening("postgresql://ann@127.0.0.1:" + nobody + "/releases", Map.of())
        .hasMessage(
            ("the PostgreSQL server at 127.0.0.1:%d cannot be reached: connection "
                    + "refused; is it running, and does it listen there? Nothing was changed")
                .formatted(nobody));
  }

  @Test
  void a_database_that_is_not_there() {
    opening(server.url("nowhere"), Map.of())
        .hasMessage(
            ("the PostgreSQL server at 127.0.0.1:%d has no database \"nowhere\"; make "
                    + "it: createdb --encoding=UTF8 --owner=holddown nowhere")
                .formatted(port));
  }

  @Test
  void no_password_a_wrong_one_and_the_right_one_from_the_environment() {
    role();
    String url = "postgresql://locked@127.0.0.1:" + port + "/" + name(server.empty());
    opening(url, Map.of("HOLDDOWN_DB_PASSWORD", "hunter2"))
        .hasMessage(
            ("the PostgreSQL server at 127.0.0.1:%d refused the password of user "
                    + "locked; set HOLDDOWN_DB_PASSWORD, or write it to ~/.pgpass")
                .formatted(port));
    opening(url.replace("locked@", "locked:hunter2@"), Map.of()).hasMessageNotContaining("hunter2");
    opening(url, Map.of("HOLDDOWN_DB_PASSWORD", "s3cret"))
        .hasMessageStartingWith(
            "user locked may not do what Holddown needs in postgresql://locked@127.0.0.1:" + port)
        .hasMessageEndingWith("GRANT CREATE, USAGE ON SCHEMA public TO locked");
  }

  @Test
  void a_database_with_tables_of_somebody_else() {
    String url = server.empty();
    server.sql(name(url), "CREATE TABLE invoices (id int)");

    opening(url, Map.of())
        .hasMessage(
            ("the database %s has 1 tables in the schema public, and they are not "
                    + "Holddown's; nothing was changed; give an empty database, or make a "
                    + "schema and add ?currentSchema=NAME to the URL")
                .formatted(url));
  }

  @Test
  void a_schema_of_its_own_beside_tables_of_somebody_else() {
    String url = server.empty();
    server.sql(name(url), "CREATE TABLE invoices (id int)", "CREATE SCHEMA releases");

    try (EventStore store = Postgres.open(url + "?currentSchema=releases")) {
      Given.keep(store, Given.append("r-1", 0, 1));
      assertThat(store.verify().events()).isEqualTo(1);
    }
  }

  @Test
  void a_database_that_is_not_utf8() {
    server.sql(
        "postgres",
        "DROP DATABASE IF EXISTS latin",
        "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");

    opening(server.url("latin"), Map.of())
        .hasMessage(
            ("the database %s keeps its texts as LATIN1; Holddown needs UTF8; nothing "
                    + "was changed; make another one: createdb --encoding=UTF8 "
                    + "--template=template0 NAME")
                .formatted(server.url("latin")));
  }

  @Test
  void a_database_of_a_newer_version_is_refused_and_names_who_wrote_it() {
    String url = Postgres.database();
    PostgresEventStore.open(
            PostgresUrl.parse(url, Map.of()),
            new PostgresEventStore.Opening(
                PostgresLimits.usual(), "Holddown 9.9.0", true, () -> 0, millis -> {}),
            NEXT)
        .close();

    opening(url, Map.of())
        .hasMessage(
            ("the database %s was written by Holddown 9.9.0 (schema 3, this Holddown "
                    + "knows up to 2); nothing was changed; start that version or a later one, "
                    + "or restore the dump made before the upgrade")
                .formatted(url));
  }

  @Test
  void an_older_database_is_changed_only_when_somebody_said_so() {
    String url = Postgres.database();
    try (EventStore store = Postgres.open(url)) {
      Given.keep(store, Given.append("r-1", 0, 1));
    }
    PostgresUrl parsed = PostgresUrl.parse(url, Map.of());
    PostgresEventStore.Opening plain = Postgres.opening(PostgresLimits.usual());

    assertThatThrownBy(() -> PostgresEventStore.open(parsed, plain, NEXT))
        .hasMessage(
            ("the database %s has the tables of an older Holddown (schema 2, this one "
                    + "needs 3); nothing was changed; stop the other engines that use it, make "
                    + "a dump (pg_dump -Fc), then start once with --migrate")
                .formatted(url));

    PostgresEventStore.Opening said =
        new PostgresEventStore.Opening(
            plain.limits(), plain.product(), true, plain.nanos(), plain.pause());
    try (EventStore store = PostgresEventStore.open(parsed, said, NEXT)) {
      assertThat(store.read("r-1")).hasSize(1);
      assertThat(store.verify().firstBad()).isEmpty();
    }
  }

  @Test
  void a_migration_that_fails_leaves_everything_as_it_was() {
    String url = Postgres.database();
    server.sql(name(url), "CREATE TABLE notes (id int)"); // in the way of the next version's

    PostgresEventStore.Opening plain = Postgres.opening(PostgresLimits.usual());
    PostgresEventStore.Opening said =
        new PostgresEventStore.Opening(
            plain.limits(), plain.product(), true, plain.nanos(), plain.pause());
    assertThatThrownBy(() -> PostgresEventStore.open(PostgresUrl.parse(url, Map.of()), said, NEXT))
        .hasMessage(
            ("the database %s could not be brought to schema 3: ERROR: relation "
                    + "\"notes\" already exists; it is as it was before")
                .formatted(url));
    Postgres.open(url).close();
  }

  @Test
  void a_url_that_cannot_be_used_is_told_without_repeating_it() {
    for (String[] bad :
        new String[][] {
          {
            "mysql://a:hunter2@h/d",
            "it begins with none of jdbc:postgresql://, postgresql://, postgres://"
          },
          {"postgresql://h/d", "it names no user"},
          {"postgresql://ann:hunter2@h", "it names no database"},
          {"postgresql://ann:hunter2@h:x/d", "\"h:x\" is not a host, with a port if need be"},
          {
            "postgresql://ann:hunter2@h/d%zz",
            "a percent sign in it is not followed by two hex digits"
          },
        }) {
      assertThatThrownBy(() -> PostgresUrl.parse(bad[0], Map.of()))
          .hasMessage(
              "the database URL cannot be used: "
                  + bad[1]
                  + "; write postgresql://USER@HOST:5432/DATABASE, the password in"
                  + " HOLDDOWN_DB_PASSWORD or ~/.pgpass")
          .hasMessageNotContaining("hunter2");
    }
    assertThatThrownBy(() -> PostgresUrl.parse("postgresql://ann@h/d?socketFactory=x", Map.of()))
        .hasMessageContaining("it has the setting \"socketFactory\"; known are ");
  }

  @Test
  void a_url_is_read_in_its_usual_forms() {
    Map<String, String> environment =
        Map.of("PGUSER", "bob", "HOLDDOWN_DB_PASSWORD", "from-environment");
    PostgresUrl plain = PostgresUrl.parse("postgresql://ann:p%40ss@db1/re%20leases", environment);
    assertThat(plain).hasToString("postgresql://ann@db1:5432/re leases");
    assertThat(plain.password()).contains("p@ss");
    PostgresUrl several =
        PostgresUrl.parse(
            "jdbc:postgresql://db1:6000,[::1]/d?user=eve&sslmode=verify-full", environment);
    assertThat(several).hasToString("postgresql://eve@db1:6000,[::1]:5432/d");
    assertThat(several.settings()).isEqualTo(Map.of("sslmode", "verify-full"));
    assertThat(several.password()).contains("from-environment");
    assertThat(PostgresUrl.parse("postgres:///d", environment))
        .hasToString("postgresql://bob@localhost:5432/d");
  }
}
