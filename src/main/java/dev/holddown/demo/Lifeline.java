package dev.holddown.demo;

import java.io.IOException;

/** Ties a process to the one that started it: it never outlives its parent. */
final class Lifeline {
  private Lifeline() {}

  /** What a process does before it is ready, and what it then tells its parent. */
  interface Starting {
    String start() throws IOException;
  }

  /** Starts, tells the parent that this process is ready, and waits until the parent lets go. */
  static void hold(Starting starting) {
    String ready = "";
    try {
      ready = starting.start();
    } catch (IOException | RuntimeException | ExceptionInInitializerError e) {
      // A server that is already up would keep a half-started process alive.
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
    System.out.println(Child.READY + ready);
    System.out.flush();
    // A killed parent closes the pipe; the second cord is for a parent that leaked its end of it.
    var unused = ProcessHandle.current().parent().map(p -> p.onExit().thenRun(Lifeline::end));
    try {
      while (System.in.read() >= 0) {
        // What the parent writes means nothing; that it can still write is the point.
      }
    } catch (IOException broken) {
      // A broken pipe is the same news as a closed one.
    }
    end();
  }

  /** At once, without shutdown hooks: nothing here is worth keeping. */
  private static void end() {
    Runtime.getRuntime().halt(0);
  }
}
