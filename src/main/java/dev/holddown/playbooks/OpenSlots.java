package dev.holddown.playbooks;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds links and contacts that somebody was to fill in and did not: {@code [Link to runbooks]},
 * {@code <phone>}, {@code TBD}. At night such a line is worse than none, so nothing that holds one
 * comes into force.
 */
final class OpenSlots {
  private static final List<String> LINKS = List.of("links", "link", "repo");
  private static final String CONTACTS = "contacts";

  /** In brackets, as a link of Markdown that leads nowhere; or angled and no address of mail. */
  private static final Pattern OPEN =
      Pattern.compile("\\[[^\\]\\[]*\\p{L}[^\\]\\[]*\\](?!\\(\\S*[:/])|<[^>@:/]*\\p{L}[^>@:/]*>");

  private static final Pattern LATER =
      Pattern.compile(
          "(?i)(tb[adc]|to ?do|fix ?me|to be (done|filled|announced|decided|defined).*"
              + "|your[ _/-].*|x{2,}|[?._…-]+)");

  private final Problems problems;

  OpenSlots(Problems problems) {
    this.problems = problems;
  }

  /** Looks at the links and contacts of a document, wherever they stand in it. */
  void look(Node node) {
    switch (node) {
      case Node.Listing listing -> listing.nodes().forEach(this::look);
      case Node.Mapping mapping -> mapping.entries().forEach(this::entry);
      default -> {}
    }
  }

  private void entry(Node.Entry entry) {
    if (LINKS.contains(entry.key())) {
      texts(entry.value(), entry.key(), "write the address that it leads to");
    } else if (entry.key().equals(CONTACTS)) {
      texts(entry.value(), CONTACTS, "write how they are reached");
    } else if (!entry.key().contains(".")) {
      look(entry.value());
    }
  }

  private void texts(Node node, String key, String cure) {
    switch (node) {
      case Node.Mapping mapping ->
          mapping.entries().forEach(entry -> texts(entry.value(), key, cure));
      case Node.Listing listing when listing.nodes().size() == 1 && key.equals(CONTACTS) ->
          texts(listing.nodes().getFirst(), key, cure);
      case Node.Listing listing when unquoted(listing) ->
          report(node, "[" + ((Node.Scalar) listing.nodes().getFirst()).text() + "]", key, cure);
      case Node.Listing listing -> listing.nodes().forEach(each -> texts(each, key, cure));
      case Node.Scalar scalar when open(scalar.text()) -> report(node, scalar.text(), key, cure);
      default -> {}
    }
  }

  /** Brackets without quotes are a list to YAML: {@code Runbooks: [Link to runbooks]}. */
  private static boolean unquoted(Node.Listing listing) {
    return listing.nodes().size() == 1 && listing.nodes().getFirst() instanceof Node.Scalar;
  }

  static boolean open(String text) {
    return OPEN.matcher(text).find() || LATER.matcher(text.strip()).matches();
  }

  private void report(Node node, String text, String key, String cure) {
    problems.add(
        node.place(),
        "`" + text + "` was left to be filled in, in `" + key + "`",
        cure + ", or take the line out");
  }
}
