package dev.holddown.connectors.support;

import dev.holddown.connectors.support.SocketCall.Said;
import dev.holddown.connectors.support.SocketCall.Silence;
import dev.holddown.domain.kernel.Token;
import dev.holddown.spi.Proof;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Talks to HAProxy's runtime API, one connection for each line of commands.
 *
 * <p>HAProxy knows no tokens and cannot make a change conditional. As near as it lets one: the
 * token of the newest act is kept in a process variable of HAProxy, read before each change and
 * after it. The variable is lost when HAProxy is reloaded, as the weights are.
 */
public final class HaProxyPort {
  /** Characters of what HAProxy names; none of them means anything to its command line. */
  private static final String NAME = "[A-Za-z0-9_.:-]{1,128}";

  /** At most 18 digits each: more is no number of ours. */
  private static final Pattern TOKEN = Pattern.compile("(\\d{1,18})\\.(\\d{1,18})");

  private final SocketCall calls;
  private final SocketPlace place;
  private final Deadline deadline;
  private final List<String> trail = new ArrayList<>();

  private HaProxyPort(SocketCall calls, SocketPlace place, Deadline deadline) {
    this.calls = calls;
    this.place = place;
    this.deadline = deadline;
  }

  /** At the argument {@code socket}. */
  public static HaProxyPort at(SocketCall calls, Args args, Duration timeout) throws CallRefused {
    return new HaProxyPort(calls, SocketPlace.parse(args.text("socket")), calls.deadline(timeout));
  }

  /** HAProxy gave no answer, or one that says no. */
  public static final class Trouble extends Exception {
    private static final long serialVersionUID = 1L;
    private final boolean maybeSent;

    Trouble(String sentence, boolean maybeSent) {
      super(sentence);
      this.maybeSent = maybeSent;
    }

    /** Whether what was sent may still be carried out. */
    public boolean maybeSent() {
      return maybeSent;
    }

    public String sentence() {
      return String.valueOf(getMessage());
    }
  }

  /** A name of a backend or server, refused when HAProxy could read it as anything else. */
  public static String name(String what, String name) throws CallRefused {
    if (!name.matches(NAME)) {
      throw new CallRefused(
          "the "
              + what
              + " \""
              + Excerpt.of(name)
              + "\" may hold letters, digits and . _ : - only");
    }
    return name;
  }

  /** The backend as it is now. */
  public HaProxyBackend backend(String name) throws Trouble, InterruptedException {
    String text =
        say("show servers state " + name + "; show stat " + name + " 4 -1; get var " + var(name));
    if (text.startsWith("Can't find backend.") || text.startsWith("No such proxy.")) {
      String known =
          say("show backend")
              .lines()
              .filter(line -> !line.startsWith("#") && !line.isBlank())
              .limit(20)
              .collect(Collectors.joining(", "));
      throw new Trouble(who() + " knows no backend " + name + "; it has " + known, false);
    }
    try {
      return HaProxyBackend.read(name, text);
    } catch (CallRefused e) {
      throw new Trouble(who() + ": " + e.sentence(), false);
    }
  }

  /** Leaves our token there, then says these commands; gives what HAProxy said to all of it. */
  public String change(String backend, Token token, List<String> commands)
      throws Trouble, InterruptedException {
    List<String> all = new ArrayList<>();
    all.add("experimental-mode on");
    all.add("set var " + var(backend) + " str(" + token + ")");
    all.addAll(commands);
    return say(String.join("; ", all)).strip();
  }

  /** Why an act with this token comes too late; empty when it does not. */
  public Optional<String> tooLate(HaProxyBackend seen, Token token) {
    Matcher both = TOKEN.matcher(seen.token());
    boolean newer =
        both.matches()
            && new Token(Long.parseLong(both.group(1)), Long.parseLong(both.group(2)))
                    .compareTo(token)
                > 0;
    return newer
        ? Optional.of(
            "an act with the newer token "
                + seen.token()
                + " has changed the backend "
                + seen.name()
                + "; this one has "
                + token
                + " (should that be wrong, after a new data folder: say `experimental-mode on; set"
                + " var "
                + var(seen.name())
                + " str(0.0)` to "
                + who()
                + ")")
        : Optional.empty();
  }

  /** All that was said, for the proof. */
  public Proof proof() {
    return new Proof(who(), String.join("\n", trail));
  }

  public String who() {
    return "HAProxy at " + place.shown();
  }

  /** A variable's name holds letters, digits, dots and underscores only. */
  private static String var(String backend) {
    StringBuilder name = new StringBuilder("proc.holddown_");
    backend
        .chars()
        .forEach(c -> name.append(Character.isLetterOrDigit(c) ? "" + (char) c : "_" + c + "_"));
    return name.toString();
  }

  private String say(String line) throws Trouble, InterruptedException {
    switch (calls.exchange(place, line + "\n", deadline)) {
      case Said said when said.cut() -> {
        trail.add("> " + line + "\n(more than 1 MiB)");
        throw new Trouble(who() + ": the answer was cut at 1 MiB", true);
      }
      case Said said -> {
        trail.add("> " + line + "\n" + said.text().strip());
        if (said.text().contains("Permission denied")) {
          throw new Trouble(
              who() + " said Permission denied; its stats socket must have `level admin`", false);
        }
        return said.text();
      }
      case Silence silence -> {
        trail.add("> " + line + "\n" + silence.message());
        throw new Trouble(who() + ": " + silence.message(), silence.maybeSent());
      }
    }
  }
}
