package dev.holddown.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a form with a file as browsers send it (multipart/form-data, RFC 7578). A file becomes two
 * fields: its bytes in base64 under the name of its field, and its own name under {@code name}.
 */
final class Multipart {
  private static final int PARTS_MAX = 20;
  private static final int BOUNDARY_CHARACTERS_MAX = 80;
  private static final Pattern NAME = Pattern.compile("[; ]name=\"([^\"]{1,100})\"");
  private static final Pattern FILE = Pattern.compile("[; ]filename=\"([^\"]{0,300})\"");

  private Multipart() {}

  /** Whether a body begins as one does; a form of ours never does otherwise. */
  static boolean is(byte[] body) {
    return body.length > 2 && body[0] == '-' && body[1] == '-';
  }

  /** The fields by name, as they were sent. */
  static Map<String, String> read(byte[] body) {
    // One character for each byte: nothing is lost, and positions are the same.
    String text = new String(body, StandardCharsets.ISO_8859_1);
    int line = text.indexOf("\r\n");
    if (line < 3 || line > BOUNDARY_CHARACTERS_MAX) {
      throw Values.bad("the form has no boundary");
    }
    String boundary = "\r\n" + text.substring(0, line);
    Map<String, String> fields = new LinkedHashMap<>();
    int from = line + 2;
    for (int parts = 0; parts < PARTS_MAX; parts++) {
      int head = text.indexOf("\r\n\r\n", from);
      int end = head < 0 ? -1 : text.indexOf(boundary, head + 2);
      if (end < 0) {
        return fields;
      }
      put(fields, text.substring(from, head), text.substring(Math.min(head + 4, end), end));
      from = end + boundary.length() + 2;
    }
    throw Values.bad("the form has more than " + PARTS_MAX + " parts");
  }

  private static void put(Map<String, String> fields, String head, String bytes) {
    Matcher name = NAME.matcher(head);
    Matcher file = FILE.matcher(head);
    if (!name.find()) {
      throw Values.bad("a part of the form has no name");
    }
    if (!file.find()) {
      fields.put(utf8(name.group(1)), utf8(bytes));
    } else if (!bytes.isEmpty()) {
      fields.put("name", utf8(file.group(1)));
      fields.put(
          utf8(name.group(1)),
          Base64.getEncoder().encodeToString(bytes.getBytes(StandardCharsets.ISO_8859_1)));
    }
  }

  private static String utf8(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
