package dev.holddown.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;

/** One window of a {@link Browser}. */
public final class Window {
  private static final int LOOKS_MAX = 2_400;
  private static final int LOOKS_SOON = 400;
  private static final int TRIES_MAX = 10;

  /** So often a page may send whoever leaves it back to itself; then it means it. */
  private static final int STAYS_MAX = 3;

  /** How a browser says that the page went away under a question, or is not yet there. */
  private static final List<String> GONE =
      List.of(
          "target navigated",
          "Cannot find default execution context",
          "Cannot find context",
          "Execution context was destroyed",
          "Promise was collected");

  private static final int HEIGHT = 900;
  private static final String COMPLETE = "document.readyState === 'complete'";

  private final Browser browser;
  private final String session;
  private final AtomicLong bytes = new AtomicLong();
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  Window(Browser browser, String session) {
    this.browser = browser;
    this.session = session;
    browser.listen(session, this::heard);
    ask("Page.enable", Map.of());
    ask("Runtime.enable", Map.of());
    ask("Network.enable", Map.of());
    ask("Log.enable", Map.of());
  }

  private void heard(JsonNode message) {
    JsonNode params = message.path("params");
    switch (message.path("method").asString("")) {
      case "Network.loadingFinished" ->
          bytes.addAndGet((long) params.path("encodedDataLength").asDouble(0));
      case "Runtime.exceptionThrown" -> complaints.add(params.path("exceptionDetails").toString());
      case "Log.entryAdded" -> {
        if (params.path("entry").path("level").asString("").equals("error")) {
          complaints.add(params.path("entry").path("text").asString(""));
        }
      }
      default -> {}
    }
  }

  private JsonNode ask(String method, Map<String, ?> params) {
    return browser.ask(session, method, params);
  }

  /** As wide as this many CSS pixels, light or dark. */
  public Window sized(int width, boolean dark) {
    ask(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", HEIGHT, "deviceScaleFactor", 1, "mobile", width < 600));
    ask(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"),
                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    return this;
  }

  /** Headers of each request from now on. */
  public Window headers(Map<String, String> headers) {
    ask("Network.setExtraHTTPHeaders", Map.of("headers", headers));
    return this;
  }

  /** Without scripts of pages from now on, or with them again. */
  public Window scripts(boolean on) {
    ask("Emulation.setScriptExecutionDisabled", Map.of("value", !on));
    return this;
  }

  /** Cuts the network, or mends it. */
  public Window offline(boolean is) {
    ask(
        "Network.emulateNetworkConditions",
        Map.of("offline", is, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
    return this;
  }

  /** Goes there and waits until all of it is loaded. */
  public Window go(String url) {
    for (int i = 0; i < TRIES_MAX; i++) {
      String before = text("location.href");
      // Marked, so that the page before, which is still there for a moment, is not taken for it.
      looked("document.isLeft = true");
      bytes.set(0);
      JsonNode answer = ask("Page.navigate", Map.of("url", url));
      String error = answer.path("errorText").asString("");
      if (error.isEmpty()) {
        // Without a loader only what follows # is another: the page stays, and so does its mark.
        String other = answer.has("loaderId") ? "!document.isLeft && " : "";
        until(other + COMPLETE + " && location.href !== 'about:blank'");
        String there = text("location.href");
        // A page that loads itself anew just then can win over the one that is wanted.
        boolean stayed = there.equals(before) && !there.equals(url) && answer.has("loaderId");
        if (!stayed || i == STAYS_MAX) {
          return this;
        }
      } else if (!error.equals("net::ERR_ABORTED")) { // by a page that loaded itself anew just then
        throw new AssertionError(url + ": " + error);
      }
    }
    throw new AssertionError(url + " was never loaded");
  }

  /** Waits until all of the page with this path is there, wherever that comes from. */
  public Window arrives(String path) {
    return until("location.pathname === " + quoted(path) + " && " + COMPLETE);
  }

  /** The same of any page whose path begins so. */
  public Window arrivesBelow(String beginning) {
    return until("location.pathname.startsWith(" + quoted(beginning) + ") && " + COMPLETE);
  }

  /** The bytes that came over the wire since the last page was asked for. */
  public long transferred() {
    return bytes.get();
  }

  /** Errors of scripts and policies so far. */
  public List<String> complaints() {
    return new ArrayList<>(complaints);
  }

  /** The value of an expression of JavaScript; promises are waited for. */
  public JsonNode eval(String expression) {
    JsonNode answer =
        ask(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + answer.path("exceptionDetails"));
    }
    return answer.path("result").path("value");
  }

  /** Empty while the page goes away under the question. */
  private Optional<JsonNode> looked(String expression) {
    try {
      return Optional.of(eval(expression));
    } catch (AssertionError e) {
      String why = String.valueOf(e.getMessage());
      if (GONE.stream().anyMatch(why::contains)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The value as a text, once there is something to look at. */
  public String text(String expression) {
    return seen(expression).asString("");
  }

  /**
   * The value of an expression that changes nothing, once there is something to look at: it is
   * asked again when the page goes away under the question.
   */
  public JsonNode seen(String expression) {
    for (int i = 0; i < LOOKS_MAX; i++) {
      Optional<JsonNode> seen =
          looked("(() => { try { return [" + expression + "] } catch { return null } })()");
      if (seen.filter(JsonNode::isArray).isPresent()) {
        return seen.get().get(0);
      }
      rest();
    }
    throw new AssertionError("there is nothing to look at: " + expression);
  }

  /** Looks until an expression is true. */
  public Window until(String expression) {
    if (within(LOOKS_MAX, expression)) {
      return this;
    }
    throw new AssertionError(
        "it never came true: " + expression + "\n" + text("document.body.innerText"));
  }

  /** Whether an expression becomes true in a few seconds; for what is tried more than once. */
  public boolean soon(String expression) {
    return within(LOOKS_SOON, expression);
  }

  private boolean within(int looks, String expression) {
    // While one page goes and another comes there may be nothing to look at.
    String look = "(() => { try { return Boolean(" + expression + ") } catch { return false } })()";
    for (int i = 0; i < looks; i++) {
      if (looked(look).filter(seen -> seen.asBoolean(false)).isPresent()) {
        return true;
      }
      rest();
    }
    return false;
  }

  /** What axe-core finds on the page, a line each; again when the page loads itself anew. */
  public JsonNode axe() {
    for (int i = 0; i < LOOKS_MAX; i++) {
      Optional<JsonNode> found = looked(Axe.RUN);
      if (found.filter(JsonNode::isArray).isPresent()) {
        return found.get();
      }
      looked(Axe.script());
      rest();
    }
    throw new AssertionError("no page stands still for axe");
  }

  /**
   * Clicks the first element that a selector finds, once it is there and its page is whole: before,
   * its script does not know of it.
   */
  public Window click(String selector) {
    return until(clicked(selector));
  }

  /** True when it was there in this moment, and was clicked. */
  private static String clicked(String selector) {
    return "(() => { const found = document.querySelector("
        + quoted(selector)
        + "); if (!found || "
        + COMPLETE.replace("===", "!==")
        + " || found.closest('.htmx-added, .htmx-settling')) return false; found.click(); return"
        + " true })()";
  }

  /**
   * Clicks a link until it has led to a path that begins so: a page that loads itself anew just
   * after the click takes it back.
   */
  public Window clickTo(String selector, String beginning) {
    String there = "location.pathname.startsWith(" + quoted(beginning) + ") && " + COMPLETE;
    for (int i = 0; i < TRIES_MAX; i++) {
      if (soon(there + " || " + clicked(selector)) && soon(there)) {
        return this;
      }
    }
    throw new AssertionError(
        selector + " never led to " + beginning + " from " + text("document.URL"));
  }

  /** Types a key as a keyboard does. */
  public Window key(String key) {
    String text = key.length() == 1 ? key : key.equals("Enter") ? "\r" : "";
    int code = key.equals("Enter") ? 13 : key.equals("Escape") ? 27 : 0;
    Map<String, Object> press = Map.of("key", key, "text", text, "windowsVirtualKeyCode", code);
    Map<String, Object> down = new LinkedHashMap<>(press);
    down.put("type", "keyDown");
    ask("Input.dispatchKeyEvent", down);
    ask(
        "Input.dispatchKeyEvent",
        Map.of("type", "keyUp", "key", key, "windowsVirtualKeyCode", code));
    return this;
  }

  /** Types into what has the focus. */
  public Window type(String text) {
    ask("Input.insertText", Map.of("text", text));
    return this;
  }

  /** The whole page as a picture. */
  public Window picture(Path file) {
    JsonNode size = ask("Page.getLayoutMetrics", Map.of()).path("cssContentSize");
    double height = Math.min(6000, Math.max(HEIGHT, size.path("height").asDouble(HEIGHT)));
    double width = seen("innerWidth").asDouble(0);
    JsonNode shot =
        ask(
            "Page.captureScreenshot",
            Map.of(
                "format",
                "png",
                "captureBeyondViewport",
                true,
                "clip",
                Map.of("x", 0, "y", 0, "width", width, "height", height, "scale", 1)));
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, Base64.getDecoder().decode(shot.path("data").asString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  private static String quoted(String text) {
    return dev.holddown.cli.link.Json.line(text);
  }

  private static void rest() {
    try {
      if (new CountDownLatch(1).await(15, TimeUnit.MILLISECONDS)) {
        throw new AssertionError("nobody counts down");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
