package dev.holddown.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody with a browser: keeps cookies, sends forms with what the page put into them. */
final class Browser {
  private static final Pattern TOKEN =
      Pattern.compile("name=\"form_token\" value=\"([0-9a-f]{64})\"");

  private final WebLab lab;
  private final Map<String, String> cookies = new LinkedHashMap<>();
  private String formToken = "";

  Browser(WebLab lab) {
    this.lab = lab;
  }

  /** Looks at a page, and follows nothing. */
  WebLab.Answer get(String path) {
    return kept(lab.send(dressed(path)));
  }

  private HttpRequest.Builder dressed(String path) {
    HttpRequest.Builder request = lab.request(path, "").header("Accept", "text/html");
    return cookies.isEmpty() ? request : request.header("Cookie", cookie());
  }

  /** What it sends of its cookies. */
  String cookie() {
    return cookies.entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue())
        .reduce((a, b) -> a + "; " + b)
        .orElse("");
  }

  /** Sends a form; {@code fields}: names and values in turn. */
  WebLab.Answer send(String path, String... fields) {
    Map<String, String> all = new LinkedHashMap<>();
    if (!formToken.isEmpty()) {
      all.put("form_token", formToken);
    }
    for (int i = 0; i < fields.length; i += 2) {
      all.put(fields[i], fields[i + 1]);
    }
    return sendBare(path, all);
  }

  /** The same with these fields alone, as a page of somebody else's would. */
  WebLab.Answer sendBare(String path, Map<String, String> fields) {
    String body =
        String.join(
            "&",
            fields.entrySet().stream()
                .map(e -> encoded(e.getKey()) + "=" + encoded(e.getValue()))
                .toList());
    return kept(
        lab.send(
            dressed(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private WebLab.Answer kept(WebLab.Answer answer) {
    for (String line : answer.whole().headers().allValues("Set-Cookie")) {
      String[] pair = line.split(";", 2)[0].split("=", 2);
      if (line.contains("Max-Age=0")) {
        cookies.remove(pair[0]);
      } else {
        cookies.put(pair[0], pair[1]);
      }
    }
    Matcher token = TOKEN.matcher(answer.body());
    if (token.find()) {
      formToken = token.group(1);
    }
    return answer;
  }

  /** What forms of this session send. */
  String formToken() {
    return formToken;
  }

  /** Logs in, and reads the token of its forms. */
  Browser as(String name, String password) {
    WebLab.Answer answer = send("/login", "name", name, "password", password);
    assertThat(answer.status()).as(answer.body()).isEqualTo(303);
    get("/account");
    return this;
  }
}
