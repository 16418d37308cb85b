package dev.holddown.playbooks;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * Reads a Bash script far enough to know what is quoted, a comment or a here-document (Bash
 * reference manual, "Quoting" and "Here Documents"), and finds what lets a value become code:
 * expansions that are split and globbed, {@code eval}, and a second shell by {@code sh -c}. It is
 * no parser: what it does not understand it reads as plain words.
 */
final class ShellScan {
  /** Something refused, at an offset into the script. */
  record Finding(String what, String cure, int offset) {}

  private static final char END = '\0';
  private static final Set<String> SHELLS = Set.of("sh", "bash", "dash", "ash", "zsh", "ksh");
  private static final Set<String> STILL_COMMAND =
      Set.of(
          "then", "do", "else", "if", "elif", "while", "until", "!", "{", "time", "command",
          "builtin", "exec", "sudo", "env", "nohup", "xargs");

  private final String text;
  private final List<Finding> findings = new ArrayList<>();
  private final Deque<String> documents = new ArrayDeque<>();
  private int at;

  private ShellScan(String text) {
    this.text = text;
  }

  static List<Finding> of(String script) {
    ShellScan scan = new ShellScan(script);
    scan.commands(END);
    return List.copyOf(scan.findings);
  }

  /** Whether these words, one after the other, start a shell that reads a word as code. */
  static boolean startsShell(List<String> words) {
    Command command = new Command(new ArrayList<>());
    words.forEach(word -> command.word(word, 0));
    return command.findings.stream().anyMatch(finding -> finding.what().contains("-c"));
  }

  /** Commands up to the closing character. */
  private void commands(char closer) {
    Command command = new Command(findings);
    int depth = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (depth == 0 && closer != END && c == closer) {
        at++;
        break;
      }
      if (c == '#' && command.betweenWords()) {
        at = lineEnd();
      } else if (c == '\n') {
        at++;
        command.end();
        skipDocuments();
      } else if (Character.isWhitespace(c)) {
        at++;
        command.endWord();
      } else if (text.startsWith("<<", at)) {
        command.endWord();
        redirection();
      } else if (";&|()".indexOf(c) >= 0) {
        depth += c == '(' ? 1 : c == ')' && depth > 0 ? -1 : 0;
        at++;
        command.end();
      } else {
        piece(command, c);
      }
    }
    command.end();
  }

  /** A part of a word. */
  private void piece(Command command, char c) {
    switch (c) {
      case '\\' -> {
        if (at + 1 < text.length() && text.charAt(at + 1) != '\n') {
          command.add(text.charAt(at + 1), at);
        }
        at += 2;
      }
      case '\'' -> {
        int start = ++at;
        int end = text.indexOf('\'', start);
        at = end < 0 ? text.length() : end + 1;
        command.add(text.substring(start, end < 0 ? text.length() : end), start - 1);
      }
      case '"' -> {
        int start = at++;
        command.add(quoted(), start);
      }
      case '`' -> {
        command.add("", at++);
        commands('`');
      }
      case '$' -> dollar(command);
      default -> {
        command.add(c, at);
        at++;
      }
    }
  }

  /** What stands in double quotes, to their end; commands in it are looked at. */
  private String quoted() {
    int start = at;
    while (at < text.length() && text.charAt(at) != '"') {
      if (text.charAt(at) == '\\') {
        at += 2;
      } else if (text.startsWith("$((", at)) {
        arithmetic();
      } else if (text.startsWith("$(", at)) {
        at += 2;
        commands(')');
      } else if (text.startsWith("${", at)) {
        braces();
      } else if (text.charAt(at) == '`') {
        at++;
        commands('`');
      } else {
        at++;
      }
    }
    String inside = text.substring(start, Math.min(at, text.length()));
    at = Math.min(text.length(), at + 1);
    return inside;
  }

  private void dollar(Command command) {
    int start = at;
    command.add("", at);
    if (text.startsWith("$((", at)) {
      arithmetic();
    } else if (text.startsWith("$(", at)) {
      at += 2;
      commands(')');
    } else if (text.startsWith("$'", at) || text.startsWith("$\"", at)) {
      at++;
    } else if (text.startsWith("${", at)) {
      braces();
      if (!text.startsWith("${#", start)) {
        unquoted(start, text.substring(start, at));
      }
    } else {
      at++;
      while (at < text.length() && nameAt(start + 1)) {
        at++;
      }
      if (at == start + 1 && at < text.length() && "@*".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
      if (at > start + 1) {
        unquoted(start, text.substring(start, at));
      } else {
        at += at < text.length() && "?#$!-".indexOf(text.charAt(at)) >= 0 ? 1 : 0;
        command.add("$", start);
      }
    }
  }

  private boolean nameAt(int first) {
    char c = text.charAt(at);
    if (Character.isDigit(text.charAt(first))) {
      return at == first;
    }
    return c == '_' || Character.isLetterOrDigit(c);
  }

  private void unquoted(int start, String variable) {
    findings.add(
        new Finding(
            "`" + variable + "` is not quoted: a value with a space or * becomes several words",
            "write \"" + variable + "\"",
            start));
  }

  private void arithmetic() {
    int end = text.indexOf("))", at);
    at = end < 0 ? text.length() : end + 2;
  }

  private void braces() {
    int depth = 0;
    do {
      char c = text.charAt(at);
      if (c == '\\') {
        at++;
      }
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      at++;
    } while (at < text.length() && (depth > 0 || text.charAt(at - 1) == '$'));
  }

  /** {@code <<WORD} begins a here-document; {@code <<<} is a word like any other. */
  private void redirection() {
    if (text.startsWith("<<<", at)) {
      at += 3;
      return;
    }
    at += text.startsWith("<<-", at) ? 3 : 2;
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    int start = at;
    while (at < text.length() && " \t\n;&|()<>".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    documents.add(text.substring(start, at).replaceAll("[\"'\\\\]", ""));
  }

  private void skipDocuments() {
    while (!documents.isEmpty()) {
      String delimiter = documents.remove();
      while (at < text.length()) {
        int end = lineEnd();
        String line = text.substring(at, end).strip();
        at = Math.min(text.length(), end + 1);
        if (line.equals(delimiter)) {
          break;
        }
      }
    }
  }

  private int lineEnd() {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }

  /** The words of a command as they come, with their quotes taken off. */
  private static final class Command {
    private final List<Finding> findings;
    private final StringBuilder word = new StringBuilder();
    private int start = -1;
    private boolean first = true;
    private boolean shell;

    Command(List<Finding> findings) {
      this.findings = findings;
    }

    boolean betweenWords() {
      return start < 0;
    }

    void add(char c, int offset) {
      add(String.valueOf(c), offset);
    }

    void add(String part, int offset) {
      start = start < 0 ? offset : start;
      word.append(part);
    }

    void end() {
      endWord();
      first = true;
      shell = false;
    }

    void endWord() {
      if (start >= 0) {
        word(word.toString(), start);
        word.setLength(0);
        start = -1;
      }
    }

    void word(String text, int offset) {
      if (first && text.equals("eval")) {
        findings.add(
            new Finding("eval makes code out of text", "write the command itself", offset));
      }
      first = first && (STILL_COMMAND.contains(text) || text.matches("(?s)[A-Za-z_]\\w*=.*"));
      if (shell && text.matches("-[a-z]*c[a-z]*")) {
        findings.add(
            new Finding(
                "a shell with -c makes code out of text",
                "write its commands into the script itself",
                offset));
      }
      String name = text.substring(text.lastIndexOf('/') + 1);
      shell = SHELLS.contains(name) || (shell && (text.startsWith("-") || text.startsWith("+")));
    }
  }
}
