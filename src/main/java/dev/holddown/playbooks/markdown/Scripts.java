package dev.holddown.playbooks.markdown;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a command of a shell script ends that takes several lines. */
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

  private Scripts() {}

  /** The index of the last line of the command that begins in this line. */
  static int end(List<String> lines, int at) {
    String line = lines.get(at).strip();
    if (line.isEmpty() || line.startsWith("#") || line.length() > Inline.LINE_CHARACTERS_MAX) {
      return at;
    }
    int until = Math.min(lines.size(), at + LINES_MAX);
    Matcher here = HERE.matcher(line);
    if (line.contains("<<") && here.find()) {
      return here(lines, at, until, here.group(1));
    }
    if (opens(line)) {
      return block(lines, at, until);
    }
    boolean words = line.indexOf(' ') > 0;
    return words && (line.endsWith("\\") || open(line)) ? quote(lines, at, until) : at;
  }

  private static boolean opens(String line) {
    return Character.isLowerCase(line.charAt(0))
        && OPENS.matcher(line).matches()
        && !WHOLE.matcher(line).matches();
  }

  private static int here(List<String> lines, int at, int until, String word) {
    for (int i = at + 1; i < until; i++) {
      if (lines.get(i).strip().equals(word)) {
        return i;
      }
    }
    return at;
  }

  private static int block(List<String> lines, int at, int until) {
    int depth = 1;
    for (int i = at + 1; i < until; i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty()) {
        continue;
      }
      if (CLOSES.matcher(line).matches()) {
        depth--;
      } else if (opens(line)) {
        depth++;
      }
      if (depth == 0) {
        return i;
      }
    }
    return at;
  }

  /** A text in quotation marks goes on until it is closed, as does a line to be continued. */
  private static int quote(List<String> lines, int at, int until) {
    boolean open = false;
    boolean ever = false;
    for (int i = at; i < until; i++) {
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
    for (int i = 0; i < line.length(); i++) {
      if (line.charAt(i) == '"' && (i == 0 || line.charAt(i - 1) != '\\')) {
        open = !open;
      }
    }
    return open;
  }
}
