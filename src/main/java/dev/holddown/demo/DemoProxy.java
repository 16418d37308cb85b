package dev.holddown.demo;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;

/**
 * A weighted reverse proxy in a process of its own: one port for the traffic, and an admin port
 * that refuses old tokens and does each operation once.
 */
public final class DemoProxy {
  private DemoProxy() {}

  /**
   * {@code --port 0 --admin-port 0}. Prints {@code ready <port> <admin port>} and ends when its
   * standard input does.
   */
  public static void main(String[] args) {
    Lifeline.hold(() -> start(Flags.of(args)));
  }

  private static String start(Flags flags) throws IOException {
    Backends backends = new Backends();
    Meter meter = new Meter();
    HttpServer traffic = Wire.server(flags.number("port", 0));
    traffic.createContext("/", new Forwarding(backends, meter));
    traffic.start();
    HttpServer admin = new ProxyAdmin(backends, meter).listen(flags.number("admin-port", 0));
    return traffic.getAddress().getPort() + " " + admin.getAddress().getPort();
  }
}
