package dev.holddown.testing;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.tukaani.xz.XZInputStream;

/**
 * A real PostgreSQL server on loopback, from the binaries on the class path: no Docker, nothing
 * installed. The server refuses to run as root, so for root it runs as {@code nobody}. It ends, and
 * its folder goes, when this JVM ends in whatever way: a shell holds the other end of a pipe. It
 * runs with {@code fsync=off}, which matters when the machine fails, not when the server does.
 */
public final class TestPostgres implements AutoCloseable {
  private static final String USER = "holddown";
  private static final int STARTS_MAX = 3;
  private static final int PORT_MIN = 10_000;
  private static final int PORTS = 20_000;

  /** Keeps the server, obeys lines on its input, and tidies up when the input ends. */
  private static final String SERVE =
      """
      trap : TERM INT HUP  # it ends in order whoever kills its group
      home=$1; port=$2; bin=$home/pgsql/bin; data=$home/data
      start() {
        "$bin/pg_ctl" -D "$data" -w -t 60 -l "$home/log" start >"$home/ctl" 2>&1 </dev/null
      }
      end() { "$bin/pg_ctl" -D "$data" -w -t 60 -m "$1" stop >"$home/ctl" 2>&1 </dev/null; }
      tell() {
        if [ "$1" = 0 ]; then echo done; return; fi
        tail -n 3 "$home/ctl" "$home/log" | tr '\\n' ' '; echo
      }
      "$bin/initdb" -D "$data" -U holddown -A trust -E UTF8 --locale=C --no-sync >"$home/ctl" 2>&1
      code=$?
      if [ $code = 0 ]; then
        cat >>"$data/postgresql.conf" <<END
      listen_addresses = '127.0.0.1'
      port = $port
      unix_socket_directories = ''
      max_connections = 200
      shared_buffers = 32MB
      fsync = off
      full_page_writes = off
      END
        cat >"$data/pg_hba.conf" <<END
      host all locked 127.0.0.1/32 scram-sha-256
      host all all 127.0.0.1/32 trust
      END
        start; code=$?
      fi
      tell $code
      while read -r order; do
        case $order in
          start) start; tell $? ;;
          *) end "$order"; tell $? ;;
        esac
      done
      end immediate
      cd / && rm -rf "$home"
      """;

  private static Optional<TestPostgres> shared = Optional.empty();
  private static Optional<String> impossible = Optional.empty();

  private final Path home;
  private final int port;
  private final Process keeper;
  private final BufferedReader answers;
  private final BufferedWriter orders;
  private final AtomicInteger databases = new AtomicInteger();

  private TestPostgres(Path home, int port, Process keeper) {
    this.home = home;
    this.port = port;
    this.keeper = keeper;
    this.answers = keeper.inputReader(StandardCharsets.UTF_8);
    this.orders = keeper.outputWriter(StandardCharsets.UTF_8);
  }

  /** The one server of this JVM; skips the test by name where none can run. */
  public static synchronized TestPostgres shared() {
    Assumptions.assumeTrue(impossible.isEmpty(), impossible.orElse(""));
    if (shared.isEmpty()) {
      shared = Optional.of(start());
    }
    return shared.get();
  }

  /** A server of the caller's own, to be stopped and started; skips where none can run. */
  public static synchronized TestPostgres start() {
    String binaries = "/postgres-%s-%s.txz".formatted(system(), machine());
    List<String> as = other();
    if (TestPostgres.class.getResource(binaries) == null) {
      impossible = Optional.of("there are no PostgreSQL binaries " + binaries + " to test with");
    } else if (root() && as.isEmpty()) {
      impossible =
          Optional.of("PostgreSQL does not run as root, and setpriv and runuser are not there");
    }
    Assumptions.assumeTrue(impossible.isEmpty(), impossible.orElse(""));
    try {
      return started(binaries, as);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Somebody may take the port just before the server does: then with another one. */
  private static TestPostgres started(String binaries, List<String> as) throws IOException {
    IOException why = new IOException("it was never started");
    for (int i = 0; i < STARTS_MAX; i++) {
      Path home = Files.createTempDirectory("holddown-postgres");
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
      if (root()) {
        Files.setOwner(
            home,
            home.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
      }
      unpack(binaries, home, as);
      int port = freePort();
      TestPostgres made = new TestPostgres(home, port, run(as, SERVE, home, port));
      try {
        made.await();
        return made;
      } catch (IOException e) {
        made.close();
        why = e;
      }
    }
    throw why;
  }

  private static String system() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac")
        ? "darwin"
        : "linux";
  }

  private static String machine() {
    return System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
  }

  private static boolean root() {
    return System.getProperty("user.name").equals("root");
  }

  /** What runs a command as nobody; empty for a plain user, who needs nothing. */
  private static List<String> other() {
    if (!root()) {
      return List.of();
    }
    for (List<String> way :
        List.of(
            List.of("setpriv", "--reuid=nobody", "--clear-groups"),
            List.of("runuser", "-u", "nobody", "--"))) {
      List<String> command = new ArrayList<>(way);
      command.add("true");
      try {
        if (new ProcessBuilder(command).start().waitFor() == 0) {
          return way;
        }
      } catch (IOException e) {
        continue; // not installed
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    return List.of();
  }

  /**
   * Below those that a system gives to clients and to whoever asks for any port (from 32768 on), so
   * that nobody is given it while the server is stopped. Where one begins to look is by chance.
   */
  private static int freePort() throws IOException {
    int first;
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      first = any.getLocalPort();
    }
    for (int i = 0; i < PORTS; i++) {
      int port = PORT_MIN + (first + i) % PORTS;
      try (ServerSocket one = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return one.getLocalPort();
      } catch (BindException e) {
        continue; // somebody listens there
      }
    }
    throw new IOException("no port is free from " + PORT_MIN + " on");
  }

  private static void unpack(String binaries, Path home, List<String> as) throws IOException {
    Process tar = run(as, "mkdir \"$1/pgsql\" && exec tar -xf - -C \"$1/pgsql\"", home, 0);
    try (InputStream in = new XZInputStream(TestPostgres.class.getResourceAsStream(binaries));
        OutputStream out = tar.getOutputStream()) {
      in.transferTo(out);
    }
    try {
      if (tar.waitFor() != 0) {
        throw new IOException(
            new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Process run(List<String> as, String script, Path home, int port)
      throws IOException {
    List<String> command = new ArrayList<>(as);
    command.addAll(List.of("sh", "-c", script, "sh", home.toString(), Integer.toString(port)));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true);
    builder.environment().keySet().retainAll(List.of("PATH"));
    builder.environment().put("LC_ALL", "C");
    return builder.start();
  }

  private void await() throws IOException {
    String answer = answers.readLine();
    if (!"done".equals(answer)) {
      throw new IOException("PostgreSQL did not do as it was told: " + answer);
    }
  }

  private synchronized void order(String order) {
    try {
      orders.write(order + "\n");
      orders.flush();
      await();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops as an administrator does: what runs is undone, what is acknowledged is written. */
  public void stop() {
    order("fast");
  }

  /** Ends every process at once, as the server does when one of them crashes. */
  public void crash() {
    order("immediate");
  }

  /** Starts again over the same data, at the same port. */
  public void startAgain() {
    order("start");
  }

  public int port() {
    return port;
  }

  /** The URL of a new database without tables. */
  public String empty() {
    return create("");
  }

  /** The URL of a new database that is a copy of another one, in which nobody works. */
  public String copyOf(String url) {
    return create(" TEMPLATE " + url.substring(url.lastIndexOf('/') + 1));
  }

  private String create(String how) {
    String name = "t" + databases.incrementAndGet();
    sql("postgres", "CREATE DATABASE " + name + how);
    return url(name);
  }

  /** The URL of a database by its name. */
  public String url(String database) {
    return "postgresql://" + USER + "@127.0.0.1:" + port + "/" + database;
  }

  /** Runs statements in a database, as its owner and past the store. */
  public void sql(String database, String... statements) {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A connection past the store. */
  public Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + database, USER, "");
  }

  /** Ends the server and removes what it left. */
  @Override
  public void close() {
    try {
      orders.close();
      keeper.waitFor();
      Files.deleteIfExists(home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
