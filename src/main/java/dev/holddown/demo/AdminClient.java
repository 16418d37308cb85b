package dev.holddown.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The demo world's own calls to the proxy's admin port, as its operator makes them. */
final class AdminClient {
  private static final Duration CALL = Duration.ofSeconds(5);

  private final URI base;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CALL)
          .proxy(HttpClient.Builder.NO_PROXY)
          .build();

  AdminClient(URI base) {
    this.base = base;
  }

  JsonNode put(String path, Map<String, ?> body) throws IOException {
    String json = JsonMapper.shared().writeValueAsString(body);
    return call(request(path).PUT(HttpRequest.BodyPublishers.ofString(json)).build());
  }

  JsonNode get(String path) throws IOException {
    return call(request(path).GET().build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).timeout(CALL);
  }

  private JsonNode call(HttpRequest request) throws IOException {
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      JsonNode answer = JsonMapper.shared().readTree(response.body());
      if (response.statusCode() != 200) {
        throw new Wire.Refused(response.statusCode(), answer.path("error").asString("refused"));
      }
      return answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while asking " + request.uri(), e);
    }
  }
}
