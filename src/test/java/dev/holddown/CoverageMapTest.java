package dev.holddown;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.testing.CoverageList;
import dev.holddown.testing.CoverageMap;
import dev.holddown.testing.RowTable;
import dev.holddown.testing.source.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/reference/coverage.md} true: each row of the five documents has an entry. */
class CoverageMapTest {
  private static final Path PAGE = Path.of("docs/reference/coverage.md");

  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("examples"))) {
      return files
          .filter(file -> file.toString().matches(".*/[0-9]{3}-.*\\.yaml"))
          .sorted()
          .toList();
    }
  }

  private static CoverageMap map() throws IOException {
    CoverageMap map = new CoverageMap();
    for (Path file : examples()) {
      map.file(
          file.toString().replaceFirst("^examples/([0-9]{3})[^/]*/(.*)\\.yaml$", "$1/$2"),
          Files.readString(file));
    }
    Files.readAllLines(Path.of("src/test/resources/coverage/product.txt")).forEach(map::product);
    return map;
  }

  @Test
  void every_row_of_the_five_documents_has_an_entry() throws IOException {
    assertThat(map().unknown()).as("serves: names what no document asks").isEmpty();
    assertThat(map().missing()).as("rows without an entry").isEmpty();
  }

  @Test
  void the_page_says_what_the_sources_say() throws IOException {
    String every =
        CoverageMap.ids().stream().map("| %s | x | |\n"::formatted).collect(Collectors.joining());
    CoverageList marked = CoverageList.of(List.of(every), Sources.java("src/test/java"));
    assertThat(RowTable.named()).as("ids in the tables").isSubsetOf(CoverageMap.ids());
    String page = map().page(marked.and(RowTable.tests()).tests());
    Path made = Path.of("target/coverage.md");
    Files.createDirectories(made.getParent());
    Files.writeString(made, page);
    assertThat(Files.readString(PAGE))
        .as("stale; make it anew: ./dev coverage, or cp target/coverage.md " + PAGE)
        .isEqualTo(page);
  }

  @Test
  void a_line_that_waits_for_its_action_is_open_and_not_served() {
    CoverageMap map = new CoverageMap();
    map.file(
        "000/x",
        """
        kind: playbook
        stages:
          - stage: One
            items:
              - {check: Drift, serves: [A-11], awaits: lambda.get_alias, sign: {role: operator}}
              - {check: Fleet, serves: [A-11, A-99], http.get: {url: "http://x"}}
        """);
    assertThat(map.unknown()).containsExactly("A-99");
    assertThat(map.missing()).doesNotContain("A-11").contains("A-12");
    assertThat(map.page(new java.util.TreeMap<>()))
        .contains(
            "| A-11 | 000/x · Fleet |  | 000/x · Drift: a person until there is"
                + " `lambda.get_alias` |");
  }
}
