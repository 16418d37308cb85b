package dev.holddown.web;

import dev.holddown.access.Session;
import dev.holddown.cli.link.Json;
import dev.holddown.cli.link.Refused;
import dev.holddown.domain.kernel.Digest;
import dev.holddown.engine.port.StoreException;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Between the library that speaks HTTP and our routes: the only class that knows both. */
final class Front {
  private static final String PAGE_POLICY =
      "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
          + " object-src 'none'";
  private static final int COMPRESSED_BYTES_MIN = 1_024;

  /** Of {@link java.util.zip.Deflater}: more takes longer than it saves on the way. */
  private static final int COMPRESSION = 5;

  private final Admission admission;
  private final DeskThreads threads;
  private final Refusals refusals;
  private final BodyReader bodies;
  private final ErrorPages errors;
  private final Remembered remembered;
  private final Tries lost;

  /** By what a caller is known, and what each request has to pass. */
  record Admission(Door door, Guard guard, Cookies cookies, Proxies proxies) {}

  /** Who answers, on which threads, the answers that were given, and who asks for what is not. */
  record Answering(DeskThreads threads, Remembered remembered, Tries lost) {}

  Front(
      Admission admission,
      Answering answering,
      Refusals refusals,
      BodyReader bodies,
      ErrorPages errors) {
    this.admission = admission;
    this.threads = answering.threads();
    this.remembered = answering.remembered();
    this.lost = answering.lost();
    this.refusals = refusals;
    this.bodies = bodies;
    this.errors = errors;
  }

  /** Answers one request, whatever becomes of it. */
  void serve(Route route, Context ctx) {
    Visitor visitor = visitor(ctx);
    Refusals.Who[] who = {new Refusals.Who(visitor.address(), "")};
    try {
      Reply reply = reply(route, ctx, visitor, who);
      if (reply instanceof Reply.Json json
          && json.status() >= 400
          && json.value() instanceof Map<?, ?> body) {
        Problem again =
            Problem.of(
                json.status(),
                String.valueOf(body.get("code")),
                String.valueOf(body.get("detail")));
        refusals.note(again, who[0], what(ctx));
      }
      if (reply instanceof Reply.Html html && html.status() == 423) {
        Problem frozen =
            Problem.of(423, "freeze", "a freeze holds; the page offers the way through");
        refusals.note(frozen, who[0], what(ctx));
      }
      write(ctx, reply);
    } catch (RuntimeException e) {
      refuse(ctx, problem(e), who[0]);
    }
  }

  /** Answers with a problem and says so in the log. */
  void refuse(Context ctx, Problem problem, Refusals.Who who) {
    if (problem.status() == 429) {
      refusals.count(problem.code());
    } else {
      refusals.note(problem, who, what(ctx));
    }
    answer(ctx, problem);
  }

  private void answer(Context ctx, Problem problem) {
    if (ctx.res().isCommitted()) {
      return;
    }
    if (problem.status() == 401 && wantsHtml(ctx)) {
      write(ctx, toLogin(ctx));
    } else {
      write(ctx, wantsHtml(ctx) ? errors.of(problem, visitor(ctx)) : problem.reply());
    }
  }

  /** Whoever looks with a browser and is not known is asked who they are, and comes back. */
  private static Reply toLogin(Context ctx) {
    boolean looks = ctx.req().getMethod().equals("GET");
    String query = ctx.req().getQueryString();
    String asked = ctx.req().getRequestURI() + (query == null ? "" : "?" + query);
    String back = looks ? Reception.local(asked) : "/";
    String login = "/login?next=" + URLEncoder.encode(back, StandardCharsets.UTF_8);
    return ctx.req().getHeader("HX-Request") == null
        ? new Reply.Bare(303, Map.of("Location", login))
        : new Reply.Bare(204, Map.of("HX-Redirect", login));
  }

  /** Answers what leads nowhere; whoever tries many addresses does not fill the log. */
  void unrouted(Context ctx, Problem problem) {
    String address = visitor(ctx).address();
    if (lost.tooMany(Network.of(address))) {
      refusals.count(problem.code());
      answer(ctx, problem);
    } else {
      refuse(ctx, problem, new Refusals.Who(address, ""));
    }
  }

  /** Somebody with a browser, outside the API. */
  private static boolean wantsHtml(Context ctx) {
    String accept = String.valueOf(ctx.req().getHeader("Accept"));
    boolean part = ctx.req().getHeader("HX-Request") != null;
    return !ctx.req().getRequestURI().startsWith("/api/") && (part || accept.contains("text/html"));
  }

  private static String what(Context ctx) {
    return ctx.req().getMethod() + " " + ctx.req().getRequestURI();
  }

  private Reply reply(Route route, Context ctx, Visitor visitor, Refusals.Who[] who) {
    sameOrigin(route, visitor);
    Door door = admission.door();
    Caller caller =
        route
            .scope()
            .map(scope -> door.enter(scope, visitor))
            .orElseGet(() -> door.perhaps(visitor));
    who[0] = new Refusals.Who(visitor.address(), caller.name());
    admission.guard().count(route, caller);
    boolean post = route.method() == Route.Method.POST;
    String wanted = route.page() ? BodyReader.FORM : BodyReader.JSON;
    byte[] body = post ? bodies.read(ctx.req(), wanted, route.takesFile()) : new byte[0];
    Map<String, Object> values =
        post
            ? route.page()
                ? Forms.read(route.shape().body(), body)
                : Values.body(route.shape().body(), body)
            : Values.query(route.shape().query(), ctx.queryParamMap());
    if (post && !ctx.queryParamMap().isEmpty()) {
      throw Problem.of(400, "request", "a POST takes no query; nothing was changed");
    }
    Optional<String> token = route.page() && post ? Forms.token(body) : Optional.empty();
    Call call = new Call(caller, ctx.pathParamMap(), values, visitor);
    Guard.ownForm(
        route, call, admission.cookies(), token.or(() -> visitor.header(Guard.FORM_HEADER)));
    Supplier<Reply> answer =
        () -> {
          admission.guard().run(route, call);
          Reply reply = filled(route.answering().answer(call), caller);
          inEmergency(route, call, what(ctx));
          return reply;
        };
    if (route.scope().isEmpty()) {
      return answer.get();
    }
    return post
        ? once(ctx, route, call, new Sent(body, answer))
        : threads.look(answer, Reply::drop);
  }

  /** What a POST carried, and how it is answered. */
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  private record Sent(byte[] body, Supplier<Reply> answer) {}

  /** Whatever an emergency account does is told twice: in the run's log, and here. */
  private void inEmergency(Route route, Call call, String what) {
    boolean emergency =
        call.caller().session().filter(s -> s.who().way() == Session.Way.EMERGENCY).isPresent();
    if (emergency && route.method() == Route.Method.POST) {
      Refusals.Who who = new Refusals.Who(call.address(), call.caller().person());
      refusals.tell("emergency-act", who, what, call.text("reason"));
    }
  }

  private static Reply filled(Reply reply, Caller caller) {
    return reply instanceof Reply.Html html
        ? new Reply.Html(html.status(), FormToken.filled(html.text(), caller), html.headers())
        : reply;
  }

  private Reply once(Context ctx, Route route, Call call, Sent sent) {
    Optional<String> key = call.header("Idempotency-Key").map(String::strip);
    if (key.isEmpty()) {
      return threads.act(sent.answer());
    }
    if (key.get().isEmpty() || key.get().length() > Remembered.KEY_CHARACTERS_MAX) {
      throw Problem.of(
          400,
          "idempotency-key",
          "an Idempotency-Key has 1 to "
              + Remembered.KEY_CHARACTERS_MAX
              + " characters; nothing was changed");
    }
    String request = Digest.of(bytes(what(ctx) + " " + Digest.of(sent.body()).hex())).hex();
    String mine = Digest.of(bytes(call.caller().key() + "\n" + key.get())).hex();
    if (route.page()) {
      // A page holds what belongs to one session only; it is never kept on a disk.
      return remembered.once(mine, request, () -> threads.act(sent.answer()));
    }
    return remembered.once(
        mine,
        request,
        () ->
            threads.act(() -> {
              admission.guard().run(route, call); // before an answer of then is told, too
              return remembered.durably(mine, request, sent.answer());
            }));
  }

  /** A page of somebody else's may not send what a person's browser would carry out. */
  private void sameOrigin(Route route, Visitor visitor) {
    if (route.method() != Route.Method.POST) {
      return;
    }
    boolean crossSite = visitor.header("Sec-Fetch-Site").filter("cross-site"::equals).isPresent();
    List<String> ours = List.of(visitor.header("Host").orElse(""), admission.proxies().authority());
    boolean other =
        visitor
            .header("Origin")
            .map(Front::authority)
            .filter(from -> from.isEmpty() || !ours.contains(from))
            .isPresent();
    if (crossSite || other) {
      throw Problem.of(403, "origin", "a page of another origin sent this; nothing was changed");
    }
  }

  private static String authority(String origin) {
    try {
      return String.valueOf(URI.create(origin).getAuthority());
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** What becomes of an exception. */
  static Problem problem(RuntimeException e) {
    return switch (e) {
      case Problem problem -> problem;
      case Refused refused ->
          switch (refused.why()) {
            case ASKED_WRONGLY -> Problem.of(400, "request", refused.sentence());
            case MISSING -> Problem.of(404, "missing", refused.sentence());
            case CONFLICT -> Problem.of(409, "refused", refused.sentence());
            case UNAVAILABLE ->
                Problem.of(503, "unavailable", refused.sentence()).header("Retry-After", "1");
          };
      case StoreException broken ->
          Problem.of(503, "store", String.valueOf(broken.getMessage())).header("Retry-After", "5");
      case UncheckedIOException broken ->
          Problem.of(503, "files", String.valueOf(broken.getMessage()));
      default -> {
        System.getLogger(Front.class.getName())
            .log(System.Logger.Level.ERROR, "a request failed inside Holddown", e);
        yield Problem.of(
            500,
            "failed",
            "something went wrong inside Holddown; what is recorded is safe, and the server's log"
                + " says more");
      }
    };
  }

  private Visitor visitor(Context ctx) {
    String connected = String.valueOf(ctx.req().getRemoteAddr());
    // A proxy may add a line of its own below the one that its caller wrote.
    List<String> lines = Collections.list(ctx.req().getHeaders("X-Forwarded-For"));
    String address =
        admission.proxies().caller(connected, lines.isEmpty() ? null : String.join(",", lines));
    return new Visitor() {
      @Override
      public String address() {
        return address;
      }

      @Override
      public Optional<String> header(String name) {
        return Optional.ofNullable(ctx.req().getHeader(name));
      }
    };
  }

  // --- the answer ---

  private void write(Context ctx, Reply reply) {
    HttpServletResponse out = ctx.res();
    if (admission.cookies().secure()) {
      out.setHeader("Strict-Transport-Security", "max-age=31536000");
    }
    out.setHeader("X-Content-Type-Options", "nosniff");
    out.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    out.setHeader("Referrer-Policy", "same-origin");
    out.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    out.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    out.setHeader("Cache-Control", "no-store");
    switch (reply) {
      case Reply.Json json -> {
        json.headers().forEach(out::setHeader);
        whole(ctx, json.status(), json.type(), bytes(Json.line(json.value()) + "\n"));
      }
      case Reply.Html html -> {
        out.setHeader("Content-Security-Policy", PAGE_POLICY);
        html.headers().forEach(out::setHeader);
        html(ctx, html);
      }
      case Reply.Bytes bytes -> {
        bytes.headers().forEach(out::setHeader);
        whole(ctx, 200, bytes.type(), bytes.bytes());
      }
      case Reply.Bare bare -> {
        bare.headers().forEach(out::setHeader);
        ctx.status(bare.status());
      }
      case Reply.Stream stream -> stream(out, stream);
    }
  }

  private static void whole(Context ctx, int status, String type, byte[] body) {
    ctx.status(status);
    ctx.contentType(type);
    ctx.result(body);
  }

  private static void html(Context ctx, Reply.Html html) {
    byte[] bytes = bytes(html.text());
    String accepts = String.valueOf(ctx.req().getHeader("Accept-Encoding"));
    ctx.res().setHeader("Vary", "Accept-Encoding, HX-Request");
    if (bytes.length >= COMPRESSED_BYTES_MIN && accepts.contains("gzip")) {
      ctx.res().setHeader("Content-Encoding", "gzip");
      bytes = Assets.compressed(bytes, COMPRESSION);
    }
    whole(ctx, html.status(), "text/html; charset=utf-8", bytes);
  }

  private static void stream(HttpServletResponse out, Reply.Stream stream) {
    out.setStatus(200);
    out.setHeader("Content-Type", "text/event-stream; charset=utf-8");
    // A proxy that gathers answers would hold events back.
    out.setHeader("X-Accel-Buffering", "no");
    try {
      stream.writing().to(out.getOutputStream());
    } catch (IOException e) {
      // The client is gone, or took nothing for too long; it comes back with its last id.
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
