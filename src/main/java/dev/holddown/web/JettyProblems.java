package dev.holddown.web;

import dev.holddown.cli.link.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What the server refuses before it comes to a route, such as headers that are too large. */
final class JettyProblems extends ErrorHandler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    Problem problem = Problem.of(status, "http", "the request is not one that can be answered");
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
    Reply reply = problem.reply();
    byte[] bytes =
        (Json.line(reply instanceof Reply.Json json ? json.value() : Map.of()) + "\n")
            .getBytes(StandardCharsets.UTF_8);
    response.write(true, ByteBuffer.wrap(bytes), callback);
    return true;
  }
}
