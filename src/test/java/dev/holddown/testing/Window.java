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
  private static final int HEIGHT = 900;

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
    bytes.set(0);
    ask("Page.navigate", Map.of("url", url));
    return until("document.readyState === 'complete' && location.href !== 'about:blank'");
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
      if (String.valueOf(e.getMessage()).contains("target navigated")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The value as a text, once there is something to look at. */
  public String text(String expression) {
    for (int i = 0; i < LOOKS_MAX; i++) {
      Optional<JsonNode> seen =
          looked("(() => { try { return [" + expression + "] } catch { return null } })()");
      if (seen.filter(JsonNode::isArray).isPresent()) {
        return seen.get().get(0).asString("");
      }
      rest();
    }
    throw new AssertionError("there is nothing to look at: " + expression);
  }

  /** Looks until an expression is true. */
  public Window until(String expression) {
    for (int i = 0; i < LOOKS_MAX; i++) {
      // While one page goes and another comes there may be nothing to look at.
      String look =
          "(() => { try { return Boolean(" + expression + ") } catch { return false } })()";
      if (looked(look).filter(seen -> seen.asBoolean(false)).isPresent()) {
        return this;
      }
      rest();
    }
    throw new AssertionError(
        "it never came true: " + expression + "\n" + eval("document.body.innerText").asString(""));
  }

  /** Clicks the first element that a selector finds, once it is there. */
  public Window click(String selector) {
    String found = "document.querySelector(" + quoted(selector) + ")";
    until(found);
    eval(found + ".click()");
    return this;
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
    double width = eval("innerWidth").asDouble(0);
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
