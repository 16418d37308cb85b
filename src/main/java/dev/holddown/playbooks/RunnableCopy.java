package dev.holddown.playbooks;

import dev.holddown.domain.playbook.NotYet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A copy of a playbook for a simulated world: what this version does not run is made a comment, and
 * long waits are divided. Each change is told; nothing is left out silently.
 *
 * @param text the copy
 * @param changes one sentence each, with the line of the original
 * @param beside copies of the playbooks that it starts runs of, by their ids
 */
public record RunnableCopy(String text, List<String> changes, Map<String, Siblings.Source> beside) {
  private static final int ROUNDS_MAX = 5;
  private static final Pattern WAIT =
      Pattern.compile("\\b(for|bake|every|over|opens): (?:[a-z_]+ [+] )?([0-9]+[smh])\\b");

  /**
   * The copy as it stands, shortened by nothing.
   *
   * @param siblings where its runbooks are found; they are copied too
   */
  public static RunnableCopy of(
      PlaybookReader reader, String file, String text, Siblings siblings) {
    Copies copies = new Copies(reader, siblings);
    List<String> changes = new ArrayList<>();
    String copy = runnable(reader, file, text, copies, changes);
    changes.addAll(copies.changes);
    return new RunnableCopy(copy, List.copyOf(changes), Ordered.copy(copies.made));
  }

  private static String runnable(
      PlaybookReader reader, String file, String text, Siblings siblings, List<String> changes) {
    String copy = text;
    for (int round = 0; round < ROUNDS_MAX; round++) {
      Reading reading = reader.read(file, copy.getBytes(StandardCharsets.UTF_8), siblings);
      if (reading.later().isEmpty()) {
        break;
      }
      copy = without(copy, reading.later(), changes);
    }
    return copy;
  }

  /** The playbooks beside it, each made runnable when it is first asked for. */
  private static final class Copies implements Siblings {
    private final PlaybookReader reader;
    private final Siblings originals;
    private final Map<String, Source> made = new LinkedHashMap<>();
    private final List<String> changes = new ArrayList<>();

    Copies(PlaybookReader reader, Siblings originals) {
      this.reader = reader;
      this.originals = originals;
    }

    @Override
    public Optional<Source> find(String id) {
      Optional<Source> original = originals.find(id);
      if (original.isPresent() && !made.containsKey(id)) {
        String file = original.get().file();
        // put in first: runbooks that call each other end here, and their reader says so
        made.put(id, original.get());
        List<String> told = new ArrayList<>();
        String text = runnable(reader, file, original.get().text(), this, told);
        told.forEach(change -> changes.add(file + ", " + change));
        made.put(id, new Source(file, text));
      }
      return Optional.ofNullable(made.get(id));
    }
  }

  /** Makes the block at each place a comment: a key with all below it, or a whole item. */
  private static String without(String text, List<NotYet> later, List<String> changes) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    for (NotYet one : later) {
      int at = begins(lines, one);
      String first = lines.get(at);
      if (first.startsWith("#")) {
        continue;
      }
      boolean item = first.strip().startsWith("- ") && first.indexOf(one.key()) - 2 == dash(first);
      int depth = dash(first);
      changes.add(
          "line %d, left out: %s (it needs %s)"
              .formatted(at + 1, first.strip().replaceFirst("^- ", ""), one.needs()));
      lines.set(at, "#" + first);
      for (int i = at + 1; i < lines.size() && below(lines.get(i), depth); i++) {
        if (item || dash(lines.get(i)) > depth) {
          lines.set(i, "#" + lines.get(i));
        }
      }
    }
    return String.join("\n", lines) + "\n";
  }

  /**
   * Its own line; of a runbook that is not there, the line of the item, which is nothing without.
   */
  private static int begins(List<String> lines, NotYet one) {
    int at = one.place().line() - 1;
    int depth = dash(lines.get(at));
    if (one.key().startsWith(NotYet.RUNBOOK) && !lines.get(at).strip().startsWith("- ")) {
      while (at > 0 && (dash(lines.get(at)) >= depth || lines.get(at).isBlank())) {
        at--;
      }
    }
    return at;
  }

  private static boolean below(String line, int depth) {
    return line.isBlank() || line.startsWith("#") || dash(line) > depth;
  }

  /** How far the first sign of the line stands from its begin. */
  private static int dash(String line) {
    return line.length() - line.stripLeading().length();
  }

  /** The same with waits divided by a whole number, none shorter than a second. */
  public RunnableCopy shortened(int by) {
    List<String> told = new ArrayList<>(changes);
    String shorter = shortened(text, by, "", told);
    Map<String, Siblings.Source> others = new LinkedHashMap<>();
    beside.forEach((id, other) ->
        others.put(
            id,
            new Siblings.Source(
                other.file(), shortened(other.text(), by, other.file() + ", ", told))));
    return new RunnableCopy(shorter, List.copyOf(told), Ordered.copy(others));
  }

  private static String shortened(String text, int by, String where, List<String> told) {
    List<String> lines = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      Matcher wait = WAIT.matcher(line);
      StringBuilder copy = new StringBuilder();
      int from = 0;
      while (!line.startsWith("#") && wait.find()) {
        String shorter = divided(wait.group(2), by);
        copy.append(line, from, wait.start(2)).append(shorter);
        from = wait.end(2);
        if (!shorter.equals(wait.group(2))) {
          told.add(
              "%sline %d, %s: %s becomes %s"
                  .formatted(where, number, wait.group(1), wait.group(2), shorter));
        }
      }
      lines.add(copy.append(line.substring(from)).toString());
    }
    return String.join("\n", lines) + "\n";
  }

  private static String divided(String text, int by) {
    Duration whole = Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    if (whole.compareTo(Duration.ofSeconds(30)) < 0) {
      return text;
    }
    return Math.max(1, whole.toSeconds() / by) + "s";
  }
}
