package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Place;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The text of a file and its lines; a file with several {@code ---} documents is a pack.
 *
 * @param file its name as it is shown in messages
 * @param origin where its words stand for a person
 */
record PlaybookFile(String file, String text, Origin origin) {
  /** The text of these bytes; empty, with a problem, when they are too many or not UTF-8. */
  static Optional<PlaybookFile> of(String file, byte[] bytes, Problems problems) {
    Origin itself = (line, column) -> new Place(file, line, column);
    return of(file, bytes, problems, new Source(Limits.FILE_BYTES_MAX, itself));
  }

  /** Where the text comes from, and how long it may be. */
  record Source(int bytesMax, Origin origin) {}

  static Optional<PlaybookFile> of(String file, byte[] bytes, Problems problems, Source source) {
    Place top = source.origin().at(1, 1);
    if (bytes.length > source.bytesMax()) {
      problems.add(
          top,
          String.format(
              Locale.ROOT,
              "the file has %,d bytes; at most %,d are read",
              bytes.length,
              source.bytesMax()),
          "split it into several playbooks");
      return Optional.empty();
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      // A byte order mark at the very beginning is what some editors write.
      String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
      int hidden = Invisible.first(plain);
      if (hidden >= 0) {
        problems.add(
            place(source.origin(), plain, hidden),
            Invisible.in(plain.substring(hidden)).orElse("a character")
                + " stands here, and nobody sees it",
            "remove it, or write it as an escape in double quotes");
        return Optional.empty();
      }
      return Optional.of(new PlaybookFile(file, plain, source.origin()));
    } catch (CharacterCodingException e) {
      problems.add(top, "the file is not UTF-8 text", "save it as UTF-8");
      return Optional.empty();
    }
  }

  private static Place place(Origin origin, String text, int at) {
    String before = text.substring(0, at);
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    return origin.at(line, at - before.lastIndexOf('\n'));
  }

  /** The lines as they stand, for what YAML hides. */
  List<String> lines() {
    return text.lines().toList();
  }
}
