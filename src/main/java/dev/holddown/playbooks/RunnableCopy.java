package dev.holddown.playbooks;

import dev.holddown.domain.playbook.NotYet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A copy of a playbook for a simulated world: what this version does not run is made a comment, and
 * long waits are divided. Each change is told; nothing is left out silently.
 *
 * @param text the copy
 * @param changes one sentence each, with the line of the original
 */
public record RunnableCopy(String text, List<String> changes) {
  private static final int ROUNDS_MAX = 5;
  private static final Pattern WAIT =
      Pattern.compile("\\b(for|bake|every|over|opens): (?:[a-z_]+ [+] )?([0-9]+[smh])\\b");

  /** The copy as it stands, shortened by nothing. */
  public static RunnableCopy of(PlaybookReader reader, String file, String text) {
    List<String> changes = new ArrayList<>();
    String copy = text;
    for (int round = 0; round < ROUNDS_MAX; round++) {
      Reading reading = reader.read(file, copy.getBytes(StandardCharsets.UTF_8));
      if (reading.later().isEmpty()) {
        break;
      }
      copy = without(copy, reading.later(), changes);
    }
    return new RunnableCopy(copy, List.copyOf(changes));
  }

  /** Makes the block at each place a comment: a key with all below it, or a whole item. */
  private static String without(String text, List<NotYet> later, List<String> changes) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    for (NotYet one : later) {
      int at = one.place().line() - 1;
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
              "line %d, %s: %s becomes %s"
                  .formatted(number, wait.group(1), wait.group(2), shorter));
        }
      }
      lines.add(copy.append(line.substring(from)).toString());
    }
    return new RunnableCopy(String.join("\n", lines) + "\n", List.copyOf(told));
  }

  private static String divided(String text, int by) {
    Duration whole = Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    if (whole.compareTo(Duration.ofSeconds(30)) < 0) {
      return text;
    }
    return Math.max(1, whole.toSeconds() / by) + "s";
  }
}
