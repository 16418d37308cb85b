package dev.holddown.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.testing.HostileStrings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What strangers send. */
class HostileHttpTest {
  private static final Limits SMALL = new Limits(10_000, 60, 60_000, 15_000, 10);

  /** The same, and impatient with a body. */
  private static final Limits QUICK = new Limits(10_000, 1, 60_000, 15_000, 10);

  private static final String LATE = "the body did not come whole within 1 seconds";
  private static final int BYTES_MAX = 1_200;
  private final WebLab lab;
  private final String ann;

  HostileHttpTest(@TempDir Path folder) {
    lab = WebLab.start(folder, false, SMALL);
    ann = lab.token("ann", "work", "approver");
  }

  @AfterEach
  void stopServer() {
    lab.close();
  }

  private String said(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", lab.address.getPort())) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void headers_that_are_too_large_are_refused() throws IOException {
    String answer =
        said(
            "GET /api/v1/runs HTTP/1.1\r\nHost: localhost\r\nX: "
                + "x".repeat(20_000)
                + "\r\nConnection: close\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 431").doesNotContain("Jetty");
    assertThat(lab.get("/healthz", "").status()).isEqualTo(200);
  }

  @Test
  void a_body_that_is_too_large_or_never_ends_is_cut_off() throws IOException {
    WebLab.Answer large = lab.post("/api/v1/runs", ann, "{\"playbook\": \"" + "x".repeat(20_000));
    assertThat(large.status()).isEqualTo(413);
    assertThat(large.detail()).isEqualTo("the body has more than 10000 bytes; nothing was changed");
    StringBuilder chunks = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      chunks.append("400\r\n").append(" ".repeat(1_024)).append("\r\n");
    }
    String chunked =
        said(
            "POST /api/v1/runs HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + ann
                + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                + chunks
                + "0\r\n\r\n");
    assertThat(chunked).startsWith("HTTP/1.1 413");
  }

  @Test
  void a_body_that_drips_is_cut_off_and_holds_up_nobody(@TempDir Path other) throws IOException {
    try (WebLab quick = WebLab.start(other, false, QUICK);
        Socket socket = new Socket("127.0.0.1", quick.address.getPort())) {
      socket.setSoTimeout(50);
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST /api/v1/runs HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                  + quick.token("ann", "work", "approver")
                  + "\r\nContent-Type: application/json\r\nContent-Length: 9000\r\n\r\n{")
              .getBytes(StandardCharsets.UTF_8));
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      boolean open = true;
      for (int i = 0; i < BYTES_MAX && open && !text(answer).contains(LATE); i++) {
        boolean took = takes(out);
        assertThat(quick.get("/healthz", "").status()).isEqualTo(200);
        open = heard(socket, answer) && took;
      }
      assertThat(text(answer)).startsWith("HTTP/1.1 408").contains(LATE);
    }
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Sends a byte more; false when the server has hung up. */
  private static boolean takes(OutputStream out) throws IOException {
    try {
      out.write(' ');
      return true;
    } catch (SocketException e) {
      return false;
    }
  }

  /** Adds what has come; false at the end of the stream. */
  private static boolean heard(Socket socket, ByteArrayOutputStream all) throws IOException {
    byte[] some = new byte[4_000];
    try {
      int count = socket.getInputStream().read(some);
      all.write(some, 0, Math.max(0, count));
      return count >= 0;
    } catch (SocketTimeoutException e) {
      return true;
    } catch (SocketException e) {
      return false;
    }
  }

  @Test
  void what_is_not_json_is_refused_with_a_sentence() {
    List<String> bodies =
        List.of(
            "{",
            "[]",
            "\"x\"",
            "null",
            "{\"playbook\": 1}",
            "{\"playbook\": null}",
            "[".repeat(300),
            "{\"inputs\": {\"a\": []}}",
            "{\"playbook\": \"\\u0000\"}");
    for (String body : bodies) {
      WebLab.Answer answer = lab.post("/api/v1/runs", ann, body);
      assertThat(answer.status()).as(body).isEqualTo(400);
      assertThat(answer.detail()).as(body).endsWith("nothing was changed");
    }
    HttpRequest.Builder form =
        lab.request("/api/v1/runs", ann)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("playbook=signed"));
    assertThat(lab.send(form).status()).isEqualTo(415);
    HttpRequest.Builder latin =
        lab.request("/api/v1/runs", ann)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[] {'"', (byte) 0xe9, '"'}));
    assertThat(lab.send(latin).detail()).contains("the body is not UTF-8");
  }

  @Test
  void no_name_in_a_path_leads_anywhere_else() throws IOException {
    for (String hostile : HostileStrings.all().subList(0, 150)) {
      if (hostile.isEmpty() || hostile.length() > 500) {
        continue;
      }
      String segment = URLEncoder.encode(hostile, StandardCharsets.UTF_8).replace("+", "%20");
      for (String path :
          List.of("/api/v1/runs/" + segment + "/card", "/api/v1/evidence/" + segment)) {
        String answer =
            said(
                "GET "
                    + path
                    + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                    + ann
                    + "\r\n\r\n");
        assertThat(answer).as(path).matches("(?s)HTTP/1\\.1 (400|404) .*");
        assertThat(answer).doesNotContain("root:").doesNotContain("X-Injected: 1\r\n");
      }
    }
  }

  @Test
  void a_line_break_in_a_value_makes_no_second_line_in_the_log_and_no_header() {
    String run = lab.started("signed", ann);
    WebLab.Answer answer =
        lab.post(
            "/api/v1/runs/" + run + "/items/a%0D%0AX-Injected:%201/sign",
            ann,
            "{\"role\": \"approver\"}");
    assertThat(answer.status()).isIn(400, 409);
    assertThat(answer.header("X-Injected")).isEmpty();
    WebLab.Answer reason =
        lab.post("/api/v1/runs/" + run + "/hold", ann, "{\"reason\": \"a\\r\\nb\"}");
    assertThat(reason.detail()).contains("\"reason\" holds characters that nobody sees");
    assertThat(lab.kit.refusals())
        .allMatch(line -> line.indexOf('\n') < 0 && line.indexOf('\r') < 0);
  }
}
