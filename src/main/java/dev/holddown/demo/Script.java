package dev.holddown.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the simulated tools and services of a document answer.
 *
 * <p>A line {@code aws sts * => 0 {…}} answers every call that fits the pattern with this exit code
 * (or HTTP status) and this text; {@code => if promoted 0 +done -old {…}} only while a flag is set,
 * and sets and clears others. Lines that begin with two spaces go on with the text. {@code input
 * name = value} is an input of the run, {@code file path = text} a file of its workspace, {@code
 * world candidate = 1.5.0} a version that runs without traffic. The first line that fits is taken.
 *
 * @param files texts by path
 */
record Script(
    List<Line> lines,
    Map<String, String> inputs,
    Map<String, String> files,
    Map<String, String> world) {
  private static final Pattern ANSWER =
      Pattern.compile(
          "(?s)(?<pattern>\\S.*?) => (?:if (?<flag>[a-z_+]+) )?(?<code>[0-9]+)"
              + "(?: \\+(?<sets>[a-z_]+))?(?: -(?<clears>[a-z_]+))?(?: (?<text>.*))?");
  private static final Pattern GIVEN =
      Pattern.compile("(?s)(?<kind>input|file|world) (?<name>\\S+) = (?<text>.*)");

  /**
   * One answer.
   *
   * @param pattern of the call, {@code *} for anything
   * @param flag what must be set; empty for nothing; of HTTP also several, with {@code +} between
   * @param code exit code or HTTP status
   */
  record Line(String pattern, String flag, int code, Change change, String text) {
    boolean fits(String call, Predicate<String> isSet) {
      return Stream.of(flag.split("\\+")).allMatch(f -> f.isEmpty() || isSet.test(f))
          && glob(pattern).matcher(call).matches();
    }

    private static Pattern glob(String pattern) {
      StringBuilder regex = new StringBuilder("(?s)");
      for (String part : pattern.split("(?<=\\*)|(?=\\*)", -1)) {
        regex.append(part.equals("*") ? ".*" : Pattern.quote(part));
      }
      return Pattern.compile(regex.toString());
    }
  }

  /** The flags that a call sets and clears; empty for none. */
  record Change(String sets, String clears) {}

  static Script of(String text) {
    List<String> entries = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (line.startsWith("  ") && !entries.isEmpty()) {
        entries.set(entries.size() - 1, entries.getLast() + "\n" + line.strip());
      } else if (!line.isBlank() && !line.startsWith("#")) {
        entries.add(line);
      }
    }
    List<Line> lines = new ArrayList<>();
    Map<String, Map<String, String>> given =
        Map.of("input", new LinkedHashMap<>(), "file", new TreeMap<>(), "world", new TreeMap<>());
    for (String entry : entries) {
      Matcher said = GIVEN.matcher(entry);
      Matcher answer = ANSWER.matcher(entry);
      if (said.matches()) {
        Objects.requireNonNull(given.get(said.group("kind")))
            .put(said.group("name"), said.group("text").strip());
      } else if (answer.matches()) {
        lines.add(
            new Line(
                answer.group("pattern"),
                word(answer, "flag"),
                Integer.parseInt(answer.group("code")),
                new Change(word(answer, "sets"), word(answer, "clears")),
                word(answer, "text")));
      } else {
        throw new IllegalArgumentException("the simulated world cannot read: " + entry);
      }
    }
    return new Script(
        List.copyOf(lines),
        Objects.requireNonNull(given.get("input")),
        Objects.requireNonNull(given.get("file")),
        Objects.requireNonNull(given.get("world")));
  }

  /** The same world with answers that count before its own, and inputs in place of its own. */
  Script after(Script first) {
    List<Line> all = new ArrayList<>(first.lines);
    all.addAll(lines);
    Map<String, String> given = new LinkedHashMap<>(inputs);
    given.putAll(first.inputs);
    return new Script(List.copyOf(all), given, files, world);
  }

  private static String word(Matcher matcher, String group) {
    return Optional.ofNullable(matcher.group(group)).orElse("");
  }

  Optional<Line> answer(String call, Predicate<String> isSet) {
    return lines.stream().filter(line -> line.fits(call, isSet)).findFirst();
  }

  /** The names of the programs that are simulated. */
  List<String> programs() {
    return lines.stream()
        .map(line -> line.pattern().split(" ", 2)[0])
        .filter(word -> word.matches("[a-z][a-z0-9-]*"))
        .distinct()
        .toList();
  }
}
