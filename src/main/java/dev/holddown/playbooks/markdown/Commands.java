package dev.holddown.playbooks.markdown;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shell commands in fences, in back quotes and in bare lines. */
final class Commands {
  private static final Set<String> SHELLS =
      Set.of(
          "bash",
          "sh",
          "shell",
          "zsh",
          "fish",
          "console",
          "terminal",
          "shell-session",
          "shellsession",
          "sh-session",
          "powershell",
          "ps1",
          "cmd",
          "bat",
          "batch",
          "ksh");
  private static final Set<String> PROGRAMS = Words.list("programs.txt");
  private static final Pattern ASSIGNED =
      Pattern.compile(
          "^(?:[A-Za-z_][A-Za-z0-9_]*=(?:\"[^\"]*\"|'[^']*'|\\$\\([^)]*\\)|\\S*)\\s+)+(?=\\S)");
  private static final Pattern ASSIGNMENT =
      Pattern.compile(
          "^(?:export\\s+)?[A-Za-z_][A-Za-z0-9_]*=(?:\"[^\"]*\"|'[^']*'|\\$\\(.*\\)|\\S+)$");
  private static final Pattern PATH =
      Pattern.compile(
          "^(?:\\.{1,2}|~|\\$\\w+|/?[\\w.-]+)?/[\\w./-]+(?:\\.(?:sh|py|rb|pl|js|ps1|"
              + "bash))?(?:\\s.*)?$");
  private static final Pattern SCRIPT =
      Pattern.compile(
          "^(?:\\.{1,2}/|~/|[\\w-]+/)?(?:[\\w.-]+/)*[\\w.-]+\\.(?:sh|py|rb|pl|ps1|"
              + "bash)(?:\\s.*)?$");
  private static final Pattern SLASH = Pattern.compile("^/[a-z][\\w-]*(?: [\\w-].*| v?X\\.Y.*)$");
  private static final Pattern PROMPT =
      Pattern.compile("^(?:\\$|>|%|PS[^>]{0,40}>|[\\w.-]+@[\\w.-]+[:~][^$#]{0,40}[$#])\\s+");

  private static final Pattern EXPECTED =
      Pattern.compile("(?i)^#+\\s*(?:expected|output|should|note|e\\.g\\.|or\\b|optional:).*");

  private Commands() {}

  /** Whether a fence of this language holds commands. */
  static boolean shell(String language) {
    return SHELLS.contains(language);
  }

  /** Whether a fence holds commands: it says so, or its lines are. */
  static boolean shell(Block fence) {
    if (shell(fence.text)) {
      return true;
    }
    if (!fence.text.isEmpty()
        && !Set.of("text", "txt", "plaintext", "plain").contains(fence.text)) {
      return false;
    }
    int lines = 0;
    int commands = 0;
    for (String line : joined(fence.lines)) {
      String bare = line.strip();
      if (bare.isEmpty() || bare.startsWith("#")) {
        continue;
      }
      lines++;
      if (bare.startsWith("$ ") || is(bare)) {
        commands++;
      }
    }
    return commands > 0 && commands * 2 >= lines;
  }

  /** Whether this text is a command. */
  static boolean is(String text) {
    String bare = PROMPT.matcher(text.strip()).replaceFirst("");
    if (bare.length() > Inline.LINE_CHARACTERS_MAX || bare.isEmpty()) {
      return false;
    }
    if (bare.indexOf('=') > 0) {
      if (ASSIGNMENT.matcher(bare).matches() && !bare.contains(" = ")) {
        return bare.startsWith("export ") || bare.contains("$(") || bare.startsWith("tag=");
      }
      bare = ASSIGNED.matcher(bare).replaceFirst("");
    }
    String first = Rx.of("[\\s|;&<>]").split(bare, 2)[0];
    boolean words = bare.indexOf(' ') > 0;
    if (PROGRAMS.contains(first)) {
      return words
          || Set.of("whoami", "make", "ls", "ps", "top", "df", "free", "htop").contains(first);
    }
    return bare.indexOf('.') >= 0 && SCRIPT.matcher(bare).matches() && (words || bare.contains("/"))
        || bare.startsWith("./") && PATH.matcher(bare).matches()
        || SLASH.matcher(bare).matches() && !bare.contains("://");
  }

  /** The commands of an inline text, in order. */
  static List<String> inline(String markdown) {
    return Inline.code(markdown).stream().filter(Commands::is).map(Commands::bare).toList();
  }

  /** Without the prompt. */
  static String bare(String command) {
    return PROMPT.matcher(command.strip()).replaceFirst("");
  }

  /** Lines of a script, with those that go on joined; comments stay. */
  static List<String> joined(List<String> lines) {
    List<String> joined = new ArrayList<>();
    StringBuilder open = new StringBuilder();
    Scripts scripts = new Scripts(lines);
    int quotes = 0;
    for (int i = 0; i < lines.size(); i++) {
      String bare = lines.get(i).stripTrailing();
      int end = open.isEmpty() ? scripts.end(i) : i;
      if (end > i) {
        joined.add(String.join("\n", lines.subList(i, end + 1)).strip());
        i = end;
        continue;
      }
      if (open.isEmpty() && bare.strip().startsWith("#")) {
        joined.add(bare.strip());
        continue;
      }
      quotes += count(bare, '\'');
      boolean goesOn = bare.endsWith("\\");
      open.append(open.isEmpty() ? bare.strip() : bare.strip());
      if (goesOn && open.length() < Inline.LINE_CHARACTERS_MAX) {
        open.setLength(open.length() - 1);
        trim(open);
        open.append(' ');
        continue;
      }
      if (quotes % 2 == 1
          && open.length() < 500
          && joined.size() + 1 < lines.size()
          && !bare.isBlank()
          && bare.indexOf('\'') >= 0
          && Rx.matches(bare, ".*\\s'[^']*$")) {
        open.append('\n');
        continue;
      }
      quotes = 0;
      joined.add(open.toString());
      open.setLength(0);
    }
    if (!open.isEmpty()) {
      joined.add(open.toString().strip());
    }
    return joined;
  }

  private static void trim(StringBuilder text) {
    while (!text.isEmpty() && text.charAt(text.length() - 1) == ' ') {
      text.setLength(text.length() - 1);
    }
  }

  private static int count(String text, char wanted) {
    return (int) text.chars().filter(c -> c == wanted).count();
  }

  /** The commands of a fence, in order: prompts stripped, comments and output left out. */
  static List<String> of(List<String> lines) {
    boolean prompts = lines.stream().anyMatch(line -> Rx.matches(line.strip(), "\\$ \\S.*"));
    List<String> commands = new ArrayList<>();
    for (String line : joined(lines)) {
      String bare = line.strip();
      if (bare.isEmpty() || bare.startsWith("#") || output(bare)) {
        continue;
      }
      if (prompts && !bare.startsWith("$ ")) {
        continue;
      }
      commands.add(bare(bare));
    }
    return commands;
  }

  private static boolean output(String bare) {
    int first = bare.codePointAt(0);
    return first == '→' || Marker.sign(first) != Box.NONE || (first >= 0x2500 && first < 0x2600);
  }

  /**
   * A part of a fence: what a comment introduces.
   *
   * @param from index of its first line
   * @param to index of its last line
   */
  record Piece(String comment, int from, int to, List<String> commands) {}

  /** The parts of a fence: by its numbers where comments number it, else by comments. */
  static List<Piece> pieces(List<String> lines) {
    boolean numbered =
        lines.stream().anyMatch(line -> Rx.matches(line.strip(), "#+\\s*\\d+[.)]\\s.*"));
    List<Piece> pieces = new ArrayList<>();
    String comment = "";
    int from = -1;
    int to = -1;
    List<String> body = new ArrayList<>();
    boolean goesOn = false;
    boolean acts = false;
    int through = -1;
    Scripts scripts = new Scripts(lines);
    for (int i = 0; i < lines.size(); i++) {
      String bare = lines.get(i).strip();
      boolean inside = i <= through;
      through = inside || goesOn ? through : scripts.end(i);
      boolean remark = !goesOn && !inside && bare.startsWith("#") && !bare.startsWith("#!");
      Matcher expected = EXPECTED.matcher(bare);
      if (remark
          && !expected.matches()
          && (!numbered || Rx.matches(bare, "#+\\s*\\d+[.)]\\s.*"))
          && (acts || from < 0 || numbered)) {
        close(pieces, comment, from, to, body);
        body = new ArrayList<>();
        acts = false;
        comment =
            Rx.first(bare, "^#+\\s*(?:\\d+[.)]\\s*)?", "")
                .replaceFirst("^[-=*]+\\s*|\\s*[-=*]+$", "");
        from = i;
        to = i;
        continue;
      }
      body.add(lines.get(i));
      acts |= !bare.isEmpty() && !bare.startsWith("#") && !output(bare);
      goesOn = bare.endsWith("\\");
      if (!bare.isEmpty()) {
        from = from < 0 ? i : from;
        to = i;
      }
    }
    close(pieces, comment, from, to, body);
    return pieces;
  }

  private static void close(
      List<Piece> pieces, String comment, int from, int to, List<String> body) {
    List<String> commands = of(body);
    if (from >= 0 && !commands.isEmpty()) {
      pieces.add(new Piece(comment, from, to, commands));
    }
  }
}
