package dev.holddown.cli;

import sun.misc.Signal;
import sun.misc.SignalHandler;

/** Signals of the operating system; one that the platform does not have is passed over. */
final class Signals {
  private Signals() {}

  /** A signal that was taken; closing gives it back to whoever had it. */
  interface Taken extends AutoCloseable {
    @Override
    void close();
  }

  /** Calls {@code then} on a thread of the JVM each time the signal comes. */
  static Taken on(String name, Runnable then) {
    return handle(name, signal -> then.run());
  }

  static Taken ignore(String name) {
    return handle(name, SignalHandler.SIG_IGN);
  }

  private static Taken handle(String name, SignalHandler handler) {
    try {
      Signal signal = new Signal(name);
      SignalHandler before = Signal.handle(signal, handler);
      return () -> Signal.handle(signal, before);
    } catch (IllegalArgumentException e) {
      return () -> {};
    }
  }
}
