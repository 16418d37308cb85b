package dev.holddown.cli;

import dev.holddown.domain.board.Board;
import dev.holddown.playbooks.LinkTargets;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Asking;
import dev.holddown.spi.Question;
import dev.holddown.spi.Verb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether links lead somewhere. Addresses are asked by {@code http.get}, so that no more of the
 * network is reached than a check may reach; each address once, a few at a time.
 */
final class LinkCheck {
  static final int LINKS_MAX = 1_000;
  private static final int TOGETHER_MAX = 8;
  private static final long REDIRECTS_MAX = 5;
  private static final Duration TIMEOUT_MAX = Duration.ofSeconds(10);
  private static final Pattern OURS =
      Pattern.compile("(board|playbook):([A-Za-z0-9._-]+)(?:[/#]([A-Za-z0-9._-]+))?");
  private static final Pattern FILE =
      Pattern.compile("(?!\\.*/)[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*\\.[A-Za-z0-9]{1,8}(#.+)?");
  private static final Set<String> LOGS =
      Set.of(
          "log:governance",
          "log:deployment_log",
          "log:incident_log",
          "log:postmortem",
          "log:access");
  private static final long FILE_BYTES_MAX = 4_000_000;
  private static final Set<String> PLACES =
      Set.of("health", "anomalies", "diagnostics", "incident_mode", "change_freeze");

  private final Known known;
  private final Optional<Verb> get;
  private final InstantSource clock;

  /**
   * What is at hand.
   *
   * @param playbooks the places in each, by its id and by its file's name without the ending
   * @param folder where the documents stand, which other files are named from
   */
  record Known(List<Board> boards, Map<String, Set<String>> playbooks, Path folder) {}

  /** How a link is. */
  enum State {
    GOOD,
    BROKEN,
    UNKNOWN
  }

  /** A link, how it is, and why so. */
  record Checked(LinkTargets.Target target, State state, String why) {}

  private record Found(State state, String why) {}

  LinkCheck(Known known, Optional<Verb> get, InstantSource clock) {
    this.known = known;
    this.get = get;
    this.clock = clock;
  }

  /** Each of them, in their order. */
  List<Checked> of(List<LinkTargets.Target> targets) throws InterruptedException {
    Map<String, Future<Found>> asked = new LinkedHashMap<>();
    List<Checked> checked = new ArrayList<>();
    try (ExecutorService few =
        Executors.newFixedThreadPool(TOGETHER_MAX, Thread.ofPlatform().daemon(true).factory())) {
      for (LinkTargets.Target target : targets) {
        if (asked.size() < LINKS_MAX) {
          asked.computeIfAbsent(target.text(), text -> few.submit(() -> look(text)));
        }
      }
      for (LinkTargets.Target target : targets) {
        Future<Found> future = asked.get(target.text());
        Found found =
            future == null
                ? new Found(State.UNKNOWN, "more than " + LINKS_MAX + " links; this was not asked")
                : future.get();
        checked.add(new Checked(target, found.state(), found.why()));
      }
      return List.copyOf(checked);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a link cannot be checked: " + e.getCause(), e);
    }
  }

  private Found look(String link) throws InterruptedException {
    Matcher ours = OURS.matcher(link);
    if (ours.matches()) {
      Optional<String> anchor = Optional.ofNullable(ours.group(3));
      return ours.group(1).equals("board")
          ? board(ours.group(2), anchor)
          : playbook(ours.group(2), anchor);
    }
    if (link.contains("${")) {
      return new Found(State.UNKNOWN, "it is filled in when it is used");
    }
    if (LOGS.contains(link)) {
      return new Found(State.GOOD, "the server keeps it");
    }
    if (FILE.matcher(link).matches()) {
      return file(link);
    }
    if (!link.matches("https?://.+")) {
      return new Found(State.UNKNOWN, "it is no address of the web, no board: and no playbook:");
    }
    return address(link);
  }

  private Found board(String id, Optional<String> anchor) {
    Optional<Board> board = known.boards().stream().filter(b -> b.id().equals(id)).findFirst();
    if (board.isEmpty()) {
      return new Found(State.BROKEN, "there is no board " + id + " in the folder");
    }
    boolean there =
        anchor.isEmpty()
            || PLACES.contains(anchor.get())
            || board.get().card(anchor.get()).isPresent();
    return there
        ? new Found(State.GOOD, "the board has it")
        : new Found(
            State.BROKEN,
            "the board "
                + id
                + " has neither a card nor a monitor "
                + anchor.get()
                + "; it has "
                + String.join(", ", board.get().page().cards().stream().map(c -> c.id()).toList()));
  }

  private Found playbook(String name, Optional<String> anchor) {
    Optional<Set<String>> places = Optional.ofNullable(known.playbooks().get(name));
    if (places.isEmpty()) {
      return new Found(State.BROKEN, "there is no playbook " + name + " in the folder");
    }
    return anchor.isEmpty() || places.get().contains(anchor.get())
        ? new Found(State.GOOD, "the playbook is in the folder")
        : new Found(State.BROKEN, "the playbook " + name + " has no place " + anchor.get());
  }

  /** A file of the same repository; its place is a heading, as code hosts name it. */
  private Found file(String link) {
    String[] parts = link.split("#", 2);
    Path path = known.folder().resolve(parts[0]);
    if (!Files.isRegularFile(path)) {
      return new Found(State.BROKEN, "there is no file " + parts[0] + " in the folder");
    }
    try {
      boolean there =
          parts.length == 1
              || Files.size(path) > FILE_BYTES_MAX
              || Files.readString(path)
                  .lines()
                  .filter(line -> line.matches(" {0,3}#{1,6} .*"))
                  .anyMatch(line -> anchor(line).equals(parts[1]));
      return there
          ? new Found(State.GOOD, "the file is in the folder")
          : new Found(State.BROKEN, "the file has no heading #" + parts[1]);
    } catch (IOException e) {
      return new Found(State.UNKNOWN, "the file cannot be read: " + e.getMessage());
    }
  }

  private static String anchor(String heading) {
    return heading
        .replaceFirst("^ *#+ +", "")
        .strip()
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }

  private Found address(String url) throws InterruptedException {
    if (get.isEmpty() || !(get.get() instanceof Asking asking)) {
      return new Found(State.UNKNOWN, "this program cannot ask http.get");
    }
    String plain = url.replaceFirst("#.*$", "");
    Map<String, Object> args = new HashMap<>();
    args.put("url", plain);
    args.put("redirects", REDIRECTS_MAX);
    Answer answer;
    try {
      answer = asking.ask(new Question(args, clock.instant(), TIMEOUT_MAX));
    } catch (RuntimeException e) {
      return new Found(State.UNKNOWN, "not asked: " + e.getMessage());
    }
    if (answer.kind() != Answer.Kind.ANSWERED) {
      return new Found(State.UNKNOWN, answer.message());
    }
    long status = answer.result().get("status") instanceof Number n ? n.longValue() : 0;
    if (status >= 200 && status < 300) {
      String anchor = url.contains("#") ? anchored(url, answer) : "";
      return anchor.isEmpty()
          ? new Found(State.GOOD, "it answers " + status)
          : new Found(State.BROKEN, anchor);
    }
    boolean gone = status == 404 || status == 410;
    return new Found(
        gone ? State.BROKEN : State.UNKNOWN,
        "it answers "
            + status
            + (status == 401 || status == 403 ? ", and may be there for who logs in" : ""));
  }

  /** Why the place of a page is not there; empty when it is, or its page was too long to tell. */
  private static String anchored(String url, Answer answer) {
    String anchor = url.substring(url.indexOf('#') + 1);
    String body = String.valueOf(answer.result().getOrDefault("body", ""));
    boolean whole = !Boolean.TRUE.equals(answer.result().get("cut")) && body.contains("</html>");
    boolean there =
        body.contains("id=\"" + anchor + "\"")
            || body.contains("id='" + anchor + "'")
            || body.contains("name=\"" + anchor + "\"");
    return whole && !there ? "the page has no place #" + anchor : "";
  }
}
