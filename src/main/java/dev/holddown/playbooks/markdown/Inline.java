package dev.holddown.playbooks.markdown;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words without their markup, links and inline code. Bounded: a line has at most so many signs. */
final class Inline {
  /** Longer lines are read up to here; the rest stays a note. */
  static final int LINE_CHARACTERS_MAX = 4_000;

  private static final Pattern LINK =
      Pattern.compile(
          "!?\\[([^\\[\\]]{0,400})\\]\\(([^()\\s]{0,800}(?:\\([^()\\s]{0,200}\\)[^()\\s]{"
              + "0,200})?)(?:\\s+\"[^\"]{0,300}\")?\\s{0,3}\\)");
  private static final Pattern REFERENCE =
      Pattern.compile("\\[([^\\[\\]]{1,300})\\](?:\\[([^\\[\\]]{0,300})\\])?");
  private static final Pattern BARE =
      Pattern.compile("<?\\b(https?://[^\\s<>()\\[\\]`\"]{1,1000})>?");
  private static final Pattern TAG =
      Pattern.compile("</?[a-zA-Z][a-zA-Z0-9]{0,10}(?:\\s[^<>]{0,300})?/?>");
  private static final Pattern CODE = Pattern.compile("(`{1,3})([^`]{1,1000})\\1");

  private Inline() {}

  private static String cut(String text) {
    return text.length() > LINE_CHARACTERS_MAX ? text.substring(0, LINE_CHARACTERS_MAX) : text;
  }

  /** The words as a person reads them. */
  static String plain(String markdown) {
    String text = cut(markdown);
    if (bare(text)) {
      return text.strip();
    }
    if (text.indexOf('[') >= 0) {
      text = LINK.matcher(text).replaceAll(m -> Matcher.quoteReplacement(m.group(1)));
      text = REFERENCE.matcher(text).replaceAll(m -> Matcher.quoteReplacement(reference(m)));
    }
    if (text.indexOf('<') >= 0) {
      text = htmlless(text);
    }
    if (text.indexOf('&') >= 0) {
      text =
          text.replace("&gt;", ">")
              .replace("&lt;", "<")
              .replace("&nbsp;", " ")
              .replace("&amp;", "&");
    }
    return Hints.spaced(emphasisless(text)).strip();
  }

  /** Whether nothing in it is marked up. */
  private static boolean bare(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean gap = Character.isWhitespace(c) && (c != ' ' || (i > 0 && text.charAt(i - 1) == ' '));
      if (gap || "[<&*_`~\\".indexOf(c) >= 0) {
        return false;
      }
    }
    return true;
  }

  private static String reference(java.util.regex.MatchResult m) {
    return m.group(2) == null ? m.group() : m.group(1);
  }

  private static String htmlless(String text) {
    Matcher tags = TAG.matcher(text);
    StringBuilder left = new StringBuilder();
    while (tags.find()) {
      String name = Rx.all(tags.group(), "[</>\\s].*|^</?", "");
      String bare = Rx.all(tags.group(), "^</?|[\\s/>].*$", "");
      boolean known =
          KNOWN.contains(bare.toLowerCase(java.util.Locale.ROOT))
              || !name.isEmpty() && KNOWN.contains(name);
      tags.appendReplacement(left, known ? " " : Matcher.quoteReplacement(tags.group()));
    }
    tags.appendTail(left);
    return left.toString();
  }

  private static final java.util.Set<String> KNOWN =
      java.util.Set.of(
          "a", "b", "i", "u", "s", "em", "strong", "br", "hr", "p", "div", "span", "img", "sub",
          "sup", "kbd", "code", "pre", "td", "tr", "th", "table", "tbody", "thead", "ul", "ol",
          "li", "details", "summary", "center", "font", "abbr", "small", "input", "label", "h1",
          "h2", "h3", "h4", "picture", "source", "del", "ins", "mark");

  /** Takes the marks of emphasis and code away, where they are marks. */
  private static String emphasisless(String text) {
    StringBuilder left = new StringBuilder(text.length());
    int size = text.length();
    int lineTo = 0;
    boolean line = false;
    for (int i = 0; i < size; i++) {
      char c = text.charAt(i);
      char last = i == 0 ? ' ' : text.charAt(i - 1);
      char next = i + 1 < size ? text.charAt(i + 1) : ' ';
      boolean twice = next == c;
      if (c == '`' || (c == '*' && (twice || last == '*'))) {
        continue;
      }
      if (c == '~' && (twice || last == '~')) {
        continue;
      }
      if (c == '*'
          && (Character.isLetterOrDigit(next) ^ Character.isLetterOrDigit(last))
          && last != '/'
          && next != '.') {
        continue;
      }
      if (c == '_' && i >= lineTo) {
        lineTo = i;
        while (lineTo < size && text.charAt(lineTo) == '_') {
          lineTo++;
        }
        line = lineTo - i > 2;
      }
      boolean edge = !Character.isLetterOrDigit(last) || !Character.isLetterOrDigit(next);
      if (c == '_'
          && edge
          && (Character.isLetterOrDigit(next)
              || Character.isLetterOrDigit(last)
              || twice
              || last == '_')
          && !line) {
        continue;
      }
      if (c == '\\' && i + 1 < size && "\\`*_{}[]()#+-.!<>|~".indexOf(next) >= 0) {
        continue;
      }
      left.append(c);
    }
    return left.toString();
  }

  /** The links, in order; an image is none. */
  static List<PaperItem.Link> links(String markdown, Definitions definitions) {
    String text = cut(markdown);
    List<PaperItem.Link> links = new ArrayList<>();
    if (text.indexOf('[') < 0 && !text.contains("://")) {
      return links;
    }
    Matcher inline = LINK.matcher(text);
    StringBuilder rest = new StringBuilder();
    int at = 0;
    while (inline.find()) {
      rest.append(text, at, inline.start()).append(' ');
      at = inline.end();
      if (!inline.group().startsWith("!") && !inline.group(2).isEmpty()) {
        links.add(new PaperItem.Link(plain(inline.group(1)), inline.group(2)));
      }
    }
    rest.append(text, at, text.length());
    String left = rest.toString();
    Matcher references = REFERENCE.matcher(left);
    while (references.find()) {
      String named =
          references.group(2) == null || references.group(2).isEmpty()
              ? references.group(1)
              : references.group(2);
      String words = references.group(1);
      definitions
          .target(named)
          .ifPresent(target -> links.add(new PaperItem.Link(plain(words), target)));
    }
    Matcher bare = BARE.matcher(CODE.matcher(left).replaceAll(" "));
    while (bare.find()) {
      String target = Rx.all(bare.group(1), "[.,;:!?'*_]+$", "");
      links.add(new PaperItem.Link(target, target));
    }
    return links;
  }

  /** The texts between back quotes. */
  static List<String> code(String markdown) {
    String text = cut(markdown);
    if (text.indexOf('`') < 0) {
      return List.of();
    }
    List<String> code = new ArrayList<>();
    Matcher matcher = CODE.matcher(text);
    while (matcher.find()) {
      code.add(matcher.group(2).strip());
    }
    return code;
  }
}
