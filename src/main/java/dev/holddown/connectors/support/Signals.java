package dev.holddown.connectors.support;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * POSIX {@code kill(2)} on a whole process group. The JDK can only signal single processes, one
 * after the other, and a program that forks in between would get away.
 */
final class Signals {
  private static final int SIGKILL = 9;
  private static final Optional<MethodHandle> KILL = kill();

  private Signals() {}

  /** Kills every process of the group. Does nothing where the platform has no groups. */
  static void killGroup(long group) {
    send(group, SIGKILL);
  }

  /** Whether the group still has a member, zombies included; empty when nobody can tell. */
  static Optional<Boolean> groupExists(long group) {
    return KILL.isEmpty() ? Optional.empty() : Optional.of(send(group, 0));
  }

  private static boolean send(long group, int signal) {
    // 0 and 1 would mean our own group and everything there is.
    if (group <= 1 || group > Integer.MAX_VALUE || KILL.isEmpty()) {
      return false;
    }
    try {
      return (int) KILL.orElseThrow().invokeExact((int) -group, signal) == 0;
    } catch (Throwable e) {
      throw new IllegalStateException("kill(2) cannot be called", e);
    }
  }

  @SuppressWarnings("restricted")
  private static Optional<MethodHandle> kill() {
    Linker linker = Linker.nativeLinker();
    FunctionDescriptor type =
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    return linker.defaultLookup().find("kill").map(at -> linker.downcallHandle(at, type));
  }
}
