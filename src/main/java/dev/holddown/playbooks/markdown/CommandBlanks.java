package dev.holddown.playbooks.markdown;

import dev.holddown.playbooks.Ids;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a reader of the page has to put into a command: {@code <version>}, {@code {{x}}}, {@code
 * $VERSION} that no command sets, {@code YOUR_TOKEN}, {@code vX.Y.Z}.
 */
final class CommandBlanks {
  private static final Pattern BLANK =
      Pattern.compile(
          "<([A-Za-z][A-Za-z0-9 _.-]{0,40})>"
              + "|\\{\\{ ?([A-Za-z_][\\w-]{0,40}) ?\\}\\}"
              + "|\\$\\{([A-Z][A-Z0-9_]{1,40})\\}|\\$([A-Z][A-Z0-9_]{1,40})\\b"
              + "|\\b(YOUR[_/-][A-Za-z0-9_-]{1,40})"
              + "|(?<=[ =/:@\"'])\\[([A-Z][A-Z0-9_ -]{2,40})\\](?!\\()"
              + "|\\bv?(X\\.Y(?:\\.Z)?)\\b");
  private static final Pattern SETS =
      Pattern.compile(
          "(?:^|[;&|(\\s])(?:export |local |readonly )?([A-Za-z_][A-Za-z0-9_]*)="
              + "|\\b(?:read(?: -\\w+)*(?: (?:\"[^\"]*\"|'[^']*'))?|for) ([A-Za-z_]\\w*)");
  private static final Set<String> OF_THE_SHELL =
      Set.of(
          "HOME",
          "PATH",
          "USER",
          "PWD",
          "OLDPWD",
          "SHELL",
          "HOSTNAME",
          "RANDOM",
          "EDITOR",
          "LANG",
          "TERM",
          "UID",
          "EUID",
          "SECONDS",
          "LOGNAME",
          "TMPDIR",
          "IFS",
          "PPID",
          "LINENO",
          "GOPATH",
          "KUBECONFIG",
          "LATEST");
  private static final Set<String> OF_TEMPLATES =
      Set.of(
          "range", "end", "if", "else", "with", "define", "template", "block", "json", "println");

  private final Set<String> set = new HashSet<>();

  /** All the commands of a page, of which some may set what others use. */
  CommandBlanks(List<String> commands) {
    for (String command : commands) {
      Matcher sets = SETS.matcher(command);
      while (sets.find()) {
        set.add(sets.group(1) == null ? sets.group(2) : sets.group(1));
      }
    }
  }

  /** The blanks of a command as they stand there, by the name of the input that each becomes. */
  Map<String, String> of(String command) {
    Map<String, String> blanks = new LinkedHashMap<>();
    Matcher blank = BLANK.matcher(command);
    while (blank.find()) {
      String variable = blank.group(3) == null ? blank.group(4) : blank.group(3);
      boolean known =
          variable != null && (set.contains(variable) || OF_THE_SHELL.contains(variable));
      boolean template = blank.group(2) != null && OF_TEMPLATES.contains(blank.group(2));
      if (!known && !template) {
        blanks.putIfAbsent(name(blank), blank.group());
      }
    }
    return blanks;
  }

  private static String name(Matcher blank) {
    if (blank.group(7) != null) {
      return "version";
    }
    for (int i = 1; i <= 6; i++) {
      if (blank.group(i) != null) {
        String id = Ids.from(blank.group(i));
        return id.length() > 40 ? id.substring(0, 40) : id;
      }
    }
    return "value";
  }
}
