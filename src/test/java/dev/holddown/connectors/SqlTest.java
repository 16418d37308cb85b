package dev.holddown.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.connectors.support.RawServer;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Secret;
import dev.holddown.store.Postgres;
import dev.holddown.testing.RealTime;
import dev.holddown.testing.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SqlTest {
  @TempDir Path folder;
  private Acts acts;

  @BeforeEach
  void database() throws Exception {
    acts = new Acts(folder);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder + "/shop.db");
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "create table orders (id integer, state text, price real, note text, raw blob)");
      statement.executeUpdate("insert into orders values (1, 'stuck', 9.5, null, x'0102')");
      statement.executeUpdate("insert into orders values (2, 'paid', 1, 'it''s', null)");
      statement.executeUpdate("insert into orders values (3, 'stuck', 2.25, 'x', null)");
    }
  }

  private Answer query(String query, Object... more) throws InterruptedException {
    return query(Acts.LONG, query, more);
  }

  private Answer query(Duration timeout, String query, Object... more) throws InterruptedException {
    Map<String, Object> args = new HashMap<>();
    args.put("database", "sqlite:shop.db");
    args.put("query", query);
    for (int i = 0; i < more.length; i += 2) {
      args.put((String) more[i], more[i + 1]);
    }
    return acts.ask("sql.query", args, timeout);
  }

  @Test
  void a_number_and_rows_come_as_values() throws Exception {
    Answer count =
        query("select count(*) as n from orders where state = ?;", "parameters", List.of("stuck"));
    assertThat(count.kind()).as(count.message()).isEqualTo(Answer.Kind.ANSWERED);
    assertThat(count.result())
        .containsEntry("value", 2L)
        .containsEntry("rows", List.of(Map.of("n", 2L)))
        .containsEntry("columns", List.of("n"))
        .containsEntry("more", false)
        .containsEntry("samples", 1L);
    Answer all = query("select * from orders order by id", "rows", 2L);
    assertThat(all.result()).containsEntry("more", true);
    assertThat(all.samples()).isEqualTo(2);
    assertThat(Acts.of(all.result(), "rows").toString())
        .isEqualTo(
            "[{id=1, state=stuck, price=9.5, raw=(2 bytes)}, {id=2, state=paid, price=1.0,"
                + " note=it's}]");
    assertThat(query("select id from orders where id > 9").samples()).isZero();
    assertThat(query("values (?, ?, ?)", "parameters", List.of(1.0, 2.5, true)).result())
        .containsEntry("rows", List.of(Map.of("column1", 1L, "column2", 2.5, "column3", 1L)));
  }

  @Test
  void a_parameter_is_never_part_of_the_statement() throws Exception {
    for (String hostile :
        List.of("' or 1=1 --", "x'; drop table orders; --", "\\", "\0", "?", "$1", "%")) {
      Answer answer =
          query("select count(*) from orders where state = ?", "parameters", List.of(hostile));
      assertThat(answer.result()).as(hostile).containsEntry("value", 0L);
    }
    assertThat(query("select count(*) from orders").result()).containsEntry("value", 3L);
  }

  @Test
  void nothing_but_one_question_is_let_through() throws Exception {
    for (String change :
        List.of(
            "delete from orders",
            "update orders set id = 1",
            "drop table orders",
            "attach 'x.db' as x",
            "pragma user_version = 7",
            "begin",
            "vacuum",
            "",
            "-- select")) {
      assertThat(query(change).message())
          .as(change)
          .matches("(?s)(the query begins with .* and changes nothing|sql.query needs query)");
    }
    assertThat(query("select 1; delete from orders").message())
        .isEqualTo("the query holds several statements; sql.query asks one question");
    assertThat(query("select ';' || \";\" from (select 'a' as \";\") -- ;").result())
        .containsEntry("samples", 1L);
    // Past the first net, the second one holds: the connection only reads.
    assertThat(query("with x as (select 1) delete from orders where 1 = 1 returning id").message())
        .contains("sqlite:" + folder.resolve("shop.db") + ": ")
        .containsIgnoringCase("read");
    assertThat(query("select count(*) from orders").result()).containsEntry("value", 3L);
  }

  @Test
  void a_statement_that_never_ends_is_ended_at_the_deadline() throws Exception {
    long start = RealTime.nanos().getAsLong();
    Answer answer =
        query(
            Duration.ofSeconds(2),
            "with recursive n(i) as (select 1 union all select i + 1 from n) select sum(i) from n");
    assertThat(answer.message())
        .isEqualTo("no answer from sqlite:" + folder.resolve("shop.db") + " within 2s");
    assertThat(RealTime.nanos().getAsLong() - start).isLessThan(20_000_000_000L);
  }

  @Test
  void what_is_too_large_is_told_and_not_cut_silently() throws Exception {
    assertThat(query("select printf('%.*c', 70000, 'x') as big").message())
        .isEqualTo("the column big of row 1 has 70000 characters; the limit is 65536");
    assertThat(
            query(
                    "with recursive n(i) as (select 1 union all select i + 1 from n where i < 40)"
                        + " select printf('%.*c', 60000, 'x') as big from n")
                .message())
        .isEqualTo("the rows hold more than 1 Mi characters; ask for fewer columns");
    assertThat(query("select 1 as a, 2 as a").message())
        .isEqualTo("two columns are called a; name one anew with AS");
  }

  @Test
  void a_file_is_never_made_and_never_outside_the_workspace() throws Exception {
    assertThat(query("select 1", "database", "sqlite:none.db").message())
        .isEqualTo("there is no file " + folder.resolve("none.db") + "; sql.query makes none");
    assertThat(folder.resolve("none.db")).doesNotExist();
    assertThat(query("select 1", "database", "sqlite:../other.db").message())
        .isEqualTo("the file ../other.db lies outside the workspace " + folder);
    Files.writeString(folder.resolve("text.db"), "this is no database at all, only text\n");
    assertThat(query("select * from x", "database", "sqlite:text.db").kind())
        .isEqualTo(Answer.Kind.ERROR);
  }

  @Test
  void an_address_with_options_of_its_own_is_refused() throws Exception {
    for (String hostile :
        List.of(
            "jdbc:postgresql://db/x?socketFactory=evil.Class",
            "postgresql://db/x?sslmode=require&loggerFile=/etc/passwd",
            "postgresql://user:word@db/x",
            "postgresql://db,evil/x",
            "mysql://db/x",
            "jdbc:sqlite::memory:?x")) {
      assertThat(query("select 1", "database", hostile).kind())
          .as(hostile)
          .isEqualTo(Answer.Kind.ERROR);
    }
    assertThat(query("select 1", "password", "plain").message())
        .isEqualTo("password of sql.query must be {secret: name}, not text in a playbook");
  }

  @Test
  void a_real_postgresql_answers_reads_only_and_ends_what_takes_too_long() throws Exception {
    String jdbc = Postgres.database();
    String name = jdbc.replaceAll(".*/([^/?]+).*", "$1");
    String place = "postgresql://" + jdbc.replaceAll("^[^/]*//(?:[^@/]*@)?([^/?]+/[^?]+).*", "$1");
    try (Connection connection = TestPostgres.shared().connect(name);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "create table shop (id bigint, state text, price numeric(8, 2), at timestamptz, ok"
              + " boolean)");
      statement.executeUpdate(
          "insert into shop values (1, 'stuck', 9.50, '2026-03-02T10:00:00Z', true), (2, 'paid',"
              + " null, null, false)");
    }
    Secret password = new Secret("db", "any");
    Object[] more = {"database", place, "user", "holddown", "password", password};
    Answer count = query("select count(*) from shop where state = 'stuck'", more);
    assertThat(count.kind()).as(count.message()).isEqualTo(Answer.Kind.ANSWERED);
    assertThat(count.result()).containsEntry("value", 1L);
    Answer rows = query("select id, state, ok from shop order by id", more);
    assertThat(Acts.of(rows.result(), "rows").toString())
        .isEqualTo("[{id=1, state=stuck, ok=true}, {id=2, state=paid, ok=false}]");

    for (String write :
        List.of(
            "with gone as (delete from shop returning id) select count(*) from gone",
            "select nextval('none')",
            "select pg_sleep(0); delete from shop")) {
      assertThat(query(write, more).kind()).as(write).isEqualTo(Answer.Kind.ERROR);
    }
    assertThat(query("select count(*) from shop", more).result()).containsEntry("value", 2L);

    long start = RealTime.nanos().getAsLong();
    Answer slow = query(Duration.ofSeconds(2), "select pg_sleep(30)", more);
    assertThat(slow.kind()).isEqualTo(Answer.Kind.ERROR);
    assertThat(RealTime.nanos().getAsLong() - start).isLessThan(20_000_000_000L);
    assertThat(query("select 1", more).result()).as("the next one").containsEntry("value", 1L);
  }

  @Test
  void postgresql_that_is_silent_or_gone_is_told_in_time_and_without_the_password()
      throws Exception {
    Secret password = new Secret("db", "p4ssw0rd-of-db");
    try (RawServer silent = RawServer.silent()) {
      String place = silent.url().replace("http://", "postgresql://") + "/shop";
      long start = RealTime.nanos().getAsLong();
      Answer answer =
          query(Duration.ofSeconds(2), "select 1", "database", place, "password", password);
      assertThat(answer.message()).isEqualTo("no answer from " + place + " within 2s");
      assertThat(RealTime.nanos().getAsLong() - start).isLessThan(20_000_000_000L);
    }
    String gone = "postgresql://127.0.0.1:" + RawServer.closedPort() + "/shop";
    Answer answer = query("select 1", "database", gone, "user", "reader", "password", password);
    assertThat(answer.message()).startsWith(gone + ": ").containsIgnoringCase("refused");
    assertThat(answer.toString()).doesNotContain("p4ssw0rd-of-db");
  }
}
