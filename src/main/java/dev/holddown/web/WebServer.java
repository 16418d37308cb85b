package dev.holddown.web;

import dev.holddown.access.AccessLog;
import dev.holddown.access.oidc.Provider;
import dev.holddown.access.oidc.ProviderSettings;
import dev.holddown.cli.Kit;
import dev.holddown.cli.ServeOrder;
import dev.holddown.cli.Served;
import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.Desk;
import dev.holddown.cli.link.WorkspaceKeeper;
import dev.holddown.domain.people.NameMask;
import dev.holddown.engine.port.Keeping;
import dev.holddown.view.IncidentView;
import dev.holddown.web.page.IncidentBanner;
import dev.holddown.web.page.PageText;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The HTTP server. Each request has a virtual thread of its own, so that a slow client holds up
 * nobody; what reads the store or acts is done by {@link DeskThreads}.
 */
public final class WebServer implements Served {
  private static final int ACCEPT_QUEUE_MAX = 1_024;
  private static final int JETTY_THREADS_MAX = 32;

  /** Kept, since a logger that nobody holds forgets its level. */
  private static final List<Logger> QUIET =
      List.of(Logger.getLogger("org.eclipse.jetty"), Logger.getLogger("io.javalin"));

  private final Inside inside;
  private final URI address;

  private WebServer(Inside inside, URI address) {
    this.inside = inside;
    this.address = address;
  }

  /**
   * Listens until it is closed.
   *
   * @throws IOException with a sentence when it cannot listen there
   */
  public static WebServer open(ServeOrder order, Kit kit, Limits limits) throws IOException {
    QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
    ServeOrder.Listening where = order.listening();
    whether(where);
    DeskThreads threads = new DeskThreads();
    LogTail tail = new LogTail(order.hosted().store());
    LongSupplier nanos = kit.passing().nanos();
    Refusals refusals = refusals(order, kit);
    Cookies cookies = new Cookies(where.outside().secure());
    Roster roster = roster(order, kit);
    Door door = new Door(order.entrance(), roster, cookies, where.offer(), nanos);
    Proxies proxies = new Proxies(where.outside().proxies(), where.outside().address());
    Guard guard = new Guard(order.desk(), door::known, nanos);
    Streams.Entry entry = new Streams.Entry(door, guard, new StreamSeats(limits.streamsMax()));
    Streams.Timing timing = new Streams.Timing(limits, nanos);
    Streams streams = new Streams(order.desk(), tail, threads, entry, timing);
    Workspace workspace = workspace(order, kit);
    Acts acts =
        new Acts(order.desk(), guard, new Tags(order.desk()), workspace, kit.passing().ids());
    List<Route> routes = new ArrayList<>(new Looks(order.desk(), guard, workspace).routes());
    routes.addAll(acts.routes());
    Permits permits = new Permits(order.desk(), guard);
    routes.addAll(permits.routes());
    routes.addAll(new LogRoutes(order.desk(), shown(order), guard).routes());
    BoardsInForce boards = boards(order, kit);
    IncidentKept kept = new IncidentKept(order.desk(), boards);
    routes.addAll(new IncidentRoutes(order.desk(), guard, kept).routes());
    routes.addAll(streams.routes());
    routes.addAll(new BoardRoutes(boards, tail, threads, entry, timing).routes());
    BoardRunbooks runbooks = new BoardRunbooks(order.desk(), workspace, boards);
    routes.addAll(runbooks.routes());
    routes.addAll(
        new ServerRoutes(
                order.hosted(), threads, tail, new ServerRoutes.Seen(refusals, shown(order)))
            .routes(() -> OpenApi.of(routes, "1")));
    PageText text = new PageText();
    Assets assets = new Assets();
    ErrorPages errors = new ErrorPages(text, assets.links());
    Front front =
        new Front(
            new Front.Admission(door, guard, cookies, proxies),
            new Front.Answering(threads, remembered(order, kit), Refusals.strangers(nanos)),
            refusals,
            new BodyReader(limits, nanos),
            errors);
    List<Route> all = new ArrayList<>(routes);
    all.addAll(assets.routes());
    Reception reception =
        new Reception(
            order.entrance(),
            cookies,
            refusals,
            new Reception.Print(text, assets.links()),
            new Reception.Inside(kit, order.hosted()::page));
    all.addAll(people(reception, where));
    Shown shown = shown(order.desk(), guard, text, assets);
    PageTable.Ruled ruled =
        new PageTable.Ruled(
            permits, new PeoplePages.Known(roster::document, order.entrance(), door));
    all.addAll(
        new PageTable(order, workspace, shown, acts, boards)
            .routes(text, new PageTable.Live(tail, threads, entry, timing, kit.language()), ruled));
    Javalin javalin = javalin(all, front, new Socket(where, limits, tls(where)));
    return listening(new Inside(javalin, tail, threads, List.copyOf(all)), where);
  }

  /** The access log without names that were erased. */
  static AccessLog shown(ServeOrder order) {
    return order
        .entrance()
        .accessLog()
        .shownBy(() ->
            order.hosted().keeping().map(k -> k.erased().mask()).orElseGet(NameMask::nothing)
                ::shown);
  }

  private static Remembered remembered(ServeOrder order, Kit kit) {
    return new Remembered(
        order.hosted().keeping().map(Keeping::answers), kit.passing().clock()::instant);
  }

  private static Optional<SslContextFactory.Server> tls(ServeOrder.Listening where)
      throws IOException {
    return where.outside().tls().isPresent()
        ? Optional.of(TlsKeys.of(where.outside().tls().get()))
        : Optional.empty();
  }

  private static Shown shown(Desk desk, Guard guard, PageText text, Assets assets) {
    return new Shown(
        guard,
        text,
        assets.links(),
        new FreezeNotices(desk),
        () -> IncidentBanner.of(desk.incident(), desk.now(), guard::titleForAll));
  }

  /** What works behind an address. */
  private record Inside(Javalin javalin, LogTail tail, DeskThreads threads, List<Route> table) {}

  private static WebServer listening(Inside inside, ServeOrder.Listening where) throws IOException {
    Javalin javalin = inside.javalin();
    try {
      javalin.start();
    } catch (RuntimeException e) {
      inside.threads().close();
      inside.tail().close();
      throw new IOException(
          "cannot listen on " + where.host() + ":" + where.port() + ": " + reason(e), e);
    }
    inside.tail().start();
    String host = where.host().contains(":") ? "[" + where.host() + "]" : where.host();
    return new WebServer(inside, URI.create(scheme(where) + host + ":" + javalin.port()));
  }

  /** By which people come in and go. */
  private static List<Route> people(Reception reception, ServeOrder.Listening where) {
    Kit.Passing passing = reception.kit().passing();
    reception.entrance().sessions().forgetEnded();
    reception
        .entrance()
        .sessions()
        .provider(where.outside().provider().map(WebServer::told).orElse(""));
    Optional<Provider> provider =
        where
            .outside()
            .provider()
            .map(settings -> new Provider(settings, passing.clock(), passing.nanos()));
    LoginPages.Ways ways = new LoginPages.Ways(provider.map(Provider::name), where.offer().demo());
    List<Route> routes = new ArrayList<>(new LoginPages(reception, ways).routes());
    provider.ifPresent(p -> routes.addAll(new ProviderPages(reception, p).routes()));
    routes.addAll(new WelcomePages(reception).routes());
    routes.addAll(new AccountPages(reception).routes());
    return routes;
  }

  /** What a session at the provider rests on; not the secret, which is changed now and then. */
  private static String told(ProviderSettings settings) {
    return settings.issuer() + "\n" + settings.client() + "\n" + settings.claims();
  }

  /** Refuses to listen where passwords and tokens could be read on the way. */
  private static void whether(ServeOrder.Listening where) throws IOException {
    boolean here = InetAddress.getByName(where.host()).isLoopbackAddress();
    if (where.open() && !here) {
      throw new IOException(
          "--open lets everybody in who reaches "
              + where.host()
              + "; it is allowed on 127.0.0.1 only. Make tokens instead: holddown token add");
    }
    boolean covered = where.outside().tls().isPresent() || where.outside().plain();
    if (!here && !covered) {
      throw new IOException(
          "other machines reach "
              + where.host()
              + ", and what they send could be read on the way. Give --tls-cert and --tls-key, or"
              + " listen on 127.0.0.1 behind a proxy, or say --plain-http where the network itself"
              + " is trusted");
    }
  }

  private static Roster roster(ServeOrder order, Kit kit) {
    PeopleInForce people =
        new PeopleInForce(
            () -> order.hosted().workspace().flatMap(WorkspaceKeeper::content),
            kit.language().reader(),
            order.log());
    return new Roster(people::now);
  }

  private static Refusals refusals(ServeOrder order, Kit kit) {
    return new Refusals(
        kit.passing().clock(),
        order.log(),
        order.entrance().accessLog(),
        Refusals.strangers(kit.passing().nanos()));
  }

  private static BoardsInForce boards(ServeOrder order, Kit kit) {
    return new BoardsInForce(
        order.hosted(),
        kit.passing().clock(),
        () -> ((IncidentView.All) order.desk().answer(Ask.of("incidents"))).on());
  }

  private static Workspace workspace(ServeOrder order, Kit kit) {
    return new Workspace(order.hosted(), kit.language().codec(), order.listening().programs());
  }

  private static String scheme(ServeOrder.Listening where) {
    return where.outside().tls().isPresent() ? "https://" : "http://";
  }

  private static String reason(Throwable e) {
    Throwable last = e;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    return String.valueOf(last.getMessage());
  }

  private static Javalin javalin(List<Route> routes, Front front, Socket socket) {
    return Javalin.create(config -> {
      config.startup.showJavalinBanner = false;
      config.startup.showOldJavalinVersionWarning = false;
      config.startup.startupWatcherEnabled = false;
      config.http.prefer405over404 = true;
      config.http.compressionStrategy = CompressionStrategy.NONE;
      config.jetty.threadPool = pool();
      config.jetty.addConnector((server, http) -> connector(server, http, socket));
      config.jetty.modifyServer(server -> {
        server.setErrorHandler(new JettyProblems());
        server.setStopTimeout(0);
        server.addBean(new NetworkConnectionLimit(Limits.CONNECTIONS_MAX, server));
      });
      for (Route route : routes) {
        HandlerType type = route.method() == Route.Method.GET ? HandlerType.GET : HandlerType.POST;
        config.routes.addHttpHandler(type, route.path(), ctx -> front.serve(route, ctx));
      }
      config.routes.exception(
          HttpResponseException.class, (e, ctx) -> front.unrouted(ctx, unrouted(e)));
    });
  }

  private static Problem unrouted(HttpResponseException e) {
    return switch (e.getStatus()) {
      case 404 ->
          Problem.of(404, "route", "there is nothing here; see /api/v1/openapi.json for what is");
      case 405 -> Problem.of(405, "method", "this is not done with that method");
      default -> Problem.of(e.getStatus(), "http", String.valueOf(e.getMessage()));
    };
  }

  /** Where and how it listens. */
  private record Socket(
      ServeOrder.Listening where, Limits limits, Optional<SslContextFactory.Server> tls) {}

  private static QueuedThreadPool pool() {
    QueuedThreadPool pool = new QueuedThreadPool(JETTY_THREADS_MAX, 4);
    pool.setName("web");
    pool.setDaemon(true);
    pool.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
    return pool;
  }

  private static Connector connector(Server server, HttpConfiguration http, Socket socket) {
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    http.setRequestHeaderSize(Limits.HEADER_BYTES_MAX);
    HttpConnectionFactory spoken = new HttpConnectionFactory(http);
    ServerConnector connector =
        socket
            .tls()
            .map(tls -> new ServerConnector(server, tls, spoken))
            .orElseGet(() -> new ServerConnector(server, spoken));
    connector.setHost(socket.where().host());
    connector.setPort(socket.where().port());
    connector.setIdleTimeout(socket.limits().idleMillisMax());
    connector.setAcceptQueueSize(ACCEPT_QUEUE_MAX);
    connector.setAcceptedSendBufferSize(Limits.SEND_BUFFER_BYTES);
    return connector;
  }

  /** Everything that it answers to. */
  List<Route> table() {
    return inside.table();
  }

  @Override
  public URI address() {
    return address;
  }

  @Override
  public void close() {
    inside.tail().close();
    inside.javalin().stop();
    inside.threads().close();
  }
}
