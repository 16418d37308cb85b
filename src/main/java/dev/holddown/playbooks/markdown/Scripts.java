package dev.holddown.playbooks.markdown;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the commands of a shell script end that take several lines. */
final class Scripts {
  /** A text or a block that is not closed in as many lines is none. */
  private static final int LINES_MAX = 200;

  private static final Pattern HERE = Pattern.compile("<<-?\\s*['\"\\\\]?([A-Za-z_]\\w*)['\"]?");

  private static final Pattern OPENS =
      Pattern.compile(
          "(?:if|for|while|until) .*[^:]|case .* in|(?:function )?[\\w-]+ ?\\(\\) ?\\{");

  private static final Pattern CLOSES = Pattern.compile("(?:fi|done|esac|\\})(?:[ ;|&>)].*)?");

  /** Opened and closed in the same line. */
  private static final Pattern WHOLE = Pattern.compile(".*[;&] *(?:fi|done|esac)\\b.*|.*\\}");

  private static final Pattern WORD = Pattern.compile("[A-Za-z_]\\w{0,40}");

  private final List<String> lines;

  /** Of each line that opens a block, the line that closes it. */
  private final Map<Integer, Integer> blocks = new HashMap<>();

  /** Where lines stand that are a single word: what may end a text. */
  private final Map<String, TreeSet<Integer>> words = new HashMap<>();

  /** Looks at each line once. */
  Scripts(List<String> lines) {
    this.lines = lines;
    boolean texts = lines.stream().anyMatch(line -> line.contains("<<"));
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.length() > Inline.LINE_CHARACTERS_MAX) {
        continue;
      }
      if (opens(line)) {
        open.push(i);
      } else if (!open.isEmpty() && CLOSES.matcher(line).matches()) {
        blocks.put(open.pop(), i);
      }
      if (texts && WORD.matcher(line).matches()) {
        words.computeIfAbsent(line, any -> new TreeSet<>()).add(i);
      }
    }
  }

  /** The index of the last line of the command that begins in this line. */
  int end(int at) {
    String line = lines.get(at).strip();
    if (line.isEmpty() || line.startsWith("#") || line.length() > Inline.LINE_CHARACTERS_MAX) {
      return at;
    }
    int end = at;
    Matcher here = HERE.matcher(line);
    if (line.contains("<<") && here.find()) {
      Integer closes = words.getOrDefault(here.group(1), new TreeSet<>()).higher(at);
      end = closes == null ? at : closes;
    } else if (blocks.containsKey(at)) {
      end = blocks.getOrDefault(at, at);
    } else if (line.indexOf(' ') > 0 && (line.endsWith("\\") || open(line))) {
      end = quote(at);
    }
    return end - at > LINES_MAX ? at : end;
  }

  private static boolean opens(String line) {
    return ("ifwuc".indexOf(line.charAt(0)) >= 0 || line.endsWith("{"))
        && Character.isLowerCase(line.charAt(0))
        && OPENS.matcher(line).matches()
        && !WHOLE.matcher(line).matches();
  }

  /** A text in quotation marks goes on until it is closed, as does a line to be continued. */
  private int quote(int at) {
    boolean open = false;
    boolean ever = false;
    for (int i = at; i < Math.min(lines.size(), at + LINES_MAX); i++) {
      String line = lines.get(i).strip();
      if (line.length() > Inline.LINE_CHARACTERS_MAX) {
        return at;
      }
      open ^= open(line);
      ever |= open;
      if (!open && !line.endsWith("\\")) {
        return ever ? i : at;
      }
    }
    return at;
  }

  /** Whether a line has an odd number of quotation marks. */
  private static boolean open(String line) {
    boolean open = false;
    for (int i = line.indexOf('"'); i >= 0; i = line.indexOf('"', i + 1)) {
      if (i == 0 || line.charAt(i - 1) != '\\') {
        open = !open;
      }
    }
    return open;
  }
}
