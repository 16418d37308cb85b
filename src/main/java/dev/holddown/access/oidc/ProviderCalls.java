package dev.holddown.access.oidc;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks the provider over TLS: bounded in time and bytes, and led nowhere else. */
final class ProviderCalls {
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final int ANSWER_BYTES_MAX = 512 * 1024;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /** The JSON object at an address. */
  JsonNode get(String address) {
    return ask(HttpRequest.newBuilder(checked(address)));
  }

  /** The JSON object that a form is answered with. */
  JsonNode post(String address, String form, String authorization) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(checked(address))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form));
    return ask(authorization.isEmpty() ? request : request.header("Authorization", authorization));
  }

  private JsonNode ask(HttpRequest.Builder request) {
    HttpRequest whole = request.timeout(ANSWER).header("Accept", "application/json").build();
    String at = String.valueOf(whole.uri().getHost());
    try {
      HttpResponse<InputStream> answer =
          client.send(whole, HttpResponse.BodyHandlers.ofInputStream());
      byte[] bytes;
      try (InputStream in = answer.body()) {
        bytes = in.readNBytes(ANSWER_BYTES_MAX + 1);
      }
      if (bytes.length > ANSWER_BYTES_MAX) {
        throw ProviderProblem.down(at + " answered more than " + ANSWER_BYTES_MAX + " bytes");
      }
      if (answer.statusCode() != 200) {
        throw answer.statusCode() >= 500
            ? ProviderProblem.down(at + " answered " + answer.statusCode())
            : ProviderProblem.refused(at + " answered " + answer.statusCode());
      }
      JsonNode tree = MAPPER.readTree(bytes);
      if (!tree.isObject()) {
        throw ProviderProblem.down(at + " answered no JSON object");
      }
      return tree;
    } catch (IOException e) {
      throw ProviderProblem.down(at + " does not answer: " + e);
    } catch (JacksonException e) {
      throw ProviderProblem.down(at + " answered no JSON");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ProviderProblem.down("the server is ending");
    }
  }

  /** Without TLS only this machine is asked, as in a test. */
  static URI checked(String address) {
    try {
      URI uri = URI.create(address);
      boolean own = "http".equals(uri.getScheme()) && uri.getHost() != null && loopback(uri);
      if (("https".equals(uri.getScheme()) && uri.getHost() != null) || own) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw ProviderProblem.refused("the provider's address is none: " + e.getMessage());
    }
    throw ProviderProblem.refused("the provider's address must begin with https://");
  }

  private static boolean loopback(URI uri) {
    String host = uri.getHost();
    if (!host.equals("localhost") && !host.matches("127\\..*|\\[::1\\]")) {
      return false;
    }
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
