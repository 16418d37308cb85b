package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Place;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Every link that a file of the language names, with its place: {@code links:} of whatever stands
 * there, {@code link:} of cards and hints, {@code repo:} of services. A word that only names
 * another link of the same document is left out, since that one is told itself.
 */
public final class LinkTargets {
  private LinkTargets() {}

  /** A link. {@code title}: what it is called; {@code text}: where it leads, as written. */
  public record Target(String title, String text, Place place) {}

  /** Those of a file; none when it is no YAML, which {@code validate} tells. */
  public static List<Target> of(String file, byte[] bytes) {
    Problems problems = new Problems();
    List<Target> found = new ArrayList<>();
    PlaybookFile.of(file, bytes, problems).stream()
        .flatMap(read -> YamlTree.documents(read, problems).stream())
        .forEach(document -> gather(document, names(document), found));
    return List.copyOf(found);
  }

  /** The same of a text. */
  public static List<Target> of(String file, String text) {
    return of(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The places of each playbook of a file that a link may lead to, by the playbook's id: the ids
   * that are written in it, and its parts such as {@code rollback} and {@code templates}.
   */
  public static Map<String, Set<String>> anchors(String file, byte[] bytes) {
    Problems problems = new Problems();
    Map<String, Set<String>> found = new TreeMap<>();
    PlaybookFile.of(file, bytes, problems).stream()
        .flatMap(read -> YamlTree.documents(read, problems).stream())
        .forEach(document -> {
          Set<String> anchors = new HashSet<>();
          if (document instanceof Node.Mapping root) {
            root.entries().forEach(part -> anchors.add(part.key()));
          }
          ids(document, anchors);
          Declared.value(document, "id")
              .filter(Node.Scalar.class::isInstance)
              .ifPresent(id -> found.put(((Node.Scalar) id).text(), anchors));
        });
    return found;
  }

  private static void ids(Node node, Set<String> anchors) {
    switch (node) {
      case Node.Listing listing -> listing.nodes().forEach(one -> ids(one, anchors));
      case Node.Mapping mapping -> {
        for (Node.Entry entry : mapping.entries()) {
          if (entry.key().equals("id") && entry.value() instanceof Node.Scalar id) {
            anchors.add(id.text());
          }
          ids(entry.value(), anchors);
        }
      }
      default -> {}
    }
  }

  private static Set<String> names(Node document) {
    Set<String> names = new HashSet<>();
    Declared.under(document, "links").forEach(entry -> names.add(entry.key()));
    return names;
  }

  private static void gather(Node node, Set<String> names, List<Target> found) {
    switch (node) {
      case Node.Listing listing -> listing.nodes().forEach(one -> gather(one, names, found));
      case Node.Mapping mapping -> {
        for (Node.Entry entry : mapping.entries()) {
          if (entry.key().equals("links") && entry.value() instanceof Node.Mapping links) {
            links.entries().forEach(link -> add(link.key(), link.value(), names, found));
          } else if (entry.key().equals("link") || entry.key().equals("repo")) {
            add(entry.key(), entry.value(), names, found);
          } else {
            gather(entry.value(), names, found);
          }
        }
      }
      default -> {}
    }
  }

  private static void add(String title, Node value, Set<String> names, List<Target> found) {
    if (value instanceof Node.Scalar scalar && !names.contains(scalar.text())) {
      found.add(new Target(title, scalar.text().strip(), scalar.place()));
    }
  }
}
