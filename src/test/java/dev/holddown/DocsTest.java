package dev.holddown;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.testing.source.Offence;
import dev.holddown.testing.source.Sources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documents point at things that exist. */
class DocsTest {
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)#\\s]+)(?:#[^)]*)?\\)");
  private static final Path DECISIONS = Path.of("docs/internals/decisions");

  @Test
  void links_between_documents_lead_somewhere() {
    List<Offence> dead = new ArrayList<>();
    for (Path page : ourPages()) {
      List<String> lines = Sources.text(page).lines().toList();
      for (int i = 0; i < lines.size(); i++) {
        Matcher link = LINK.matcher(lines.get(i));
        while (link.find()) {
          String target = link.group(1);
          if (!target.contains(":") && !Files.exists(page.resolveSibling(target))) {
            dead.add(
                new Offence(
                    page.toString(),
                    i + 1L,
                    "the link leads to " + target + ", which is not there",
                    "correct it, or take it out"));
          }
        }
      }
    }
    assertThat(dead.stream().map(Offence::toString).collect(Collectors.joining("\n"))).isEmpty();
  }

  @Test
  void each_decision_is_listed_and_says_what_for_what_it_costs_and_what_else_was_weighed() {
    String list = Sources.text(DECISIONS.resolve("README.md"));
    List<Path> decisions =
        Sources.files(DECISIONS, path -> path.getFileName().toString().matches("\\d{4}-.*\\.md"));
    assertThat(decisions).isNotEmpty();
    for (Path decision : decisions) {
      assertThat(list).contains("(" + decision.getFileName() + ")");
      assertThat(Sources.text(decision))
          .as(decision.toString())
          .contains("**Decision.**", "**What for.**", "**Size.**", "**Weighed.**");
    }
  }

  @Test
  void each_package_stands_in_the_map() {
    String map = Sources.text(Path.of("AGENTS.md"));
    Path root = Path.of("src/main/java/dev/holddown");
    assertThat(
            Sources.files(root, path -> path.endsWith("package-info.java")).stream()
                .map(path -> root.relativize(path.getParent()).toString().replace('\\', '/'))
                .filter(name -> !map.contains("`" + name + "`") && !map.contains("`" + last(name))))
        .as("packages that the table in AGENTS.md leaves out")
        .isEmpty();
  }

  /**
   * The last folder of a package with its slash: {@code support/} of {@code connectors/support}.
   */
  private static String last(String name) {
    return name.substring(name.lastIndexOf('/') + 1) + "/";
  }

  /** Pages we wrote; the playbooks and checklists of others may point wherever they like. */
  private static List<Path> ourPages() {
    return Stream.concat(
            Sources.files(Path.of("docs"), path -> path.toString().endsWith(".md")).stream(),
            Stream.of("README.md", "AGENTS.md", "CHANGELOG.md").map(Path::of))
        .toList();
  }
}
