package dev.holddown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holddown.testing.CoverageList;
import dev.holddown.testing.RowTable;
import dev.holddown.testing.source.Offence;
import dev.holddown.testing.source.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Writes {@code target/coverage-rows.md}: which requirement has a test that names it. */
class CoverageListTest {
  private static final Path SHARED = Path.of(System.getProperty("holddown.shared", "../shared"));

  @Test
  void each_requirement_named_by_a_test_exists() throws IOException {
    Path requirements = SHARED.resolve("requirements.md");
    assumeTrue(
        Files.isRegularFile(requirements),
        () ->
            "no list of requirements at "
                + requirements
                + "; point -Dholddown.shared=… at the folder that holds requirements.md");
    CoverageList list =
        CoverageList.of(
                List.of(
                    Sources.text(requirements),
                    textIfThere(SHARED.resolve("notes/reliability-performance.md"))),
                Sources.java("src/test/java"))
            .and(RowTable.tests());
    Path report = Path.of("target/coverage-rows.md");
    Files.createDirectories(report.getParent());
    Files.writeString(report, list.report());
    assertThat(list.unknown().stream().map(Offence::toString).collect(Collectors.joining("\n")))
        .as("ids in @Covers that the list of requirements does not have")
        .isEmpty();
  }

  @Test
  void rows_are_read_from_tables_headings_and_lists() {
    Map<String, String> rows =
        CoverageList.rows(
            """
            | ID | what |
            | A-24 | An active freeze blocks deployment [BEH L29] | C12 |
            | C2 | Run lifecycle | … |
            | X-04 | A-41 vs B-75 | who approves |
            **S-C3 The image changes** (covers C-01, C-02)
            - I01 No side effect starts before its intent is durable. (sim)
            Text that names A-25 is no row.
            """);
    assertThat(rows)
        .containsExactly(
            Map.entry("A-24", "An active freeze blocks deployment [BEH L29]"),
            Map.entry("C2", "Run lifecycle"),
            Map.entry("X-04", "A-41 vs B-75"),
            Map.entry("S-C3", "The image changes"),
            Map.entry("I01", "No side effect starts before its intent is durable. (sim)"));
  }

  @Test
  void an_unknown_id_is_refused_with_its_file_and_line() {
    CoverageList list =
        CoverageList.of(
            List.of("| A-24 | Freeze blocks | C12 |\n| A-25 | Banner | C12 |"),
            List.of(
                Sources.parsed(
                    "src/test/java/x/FreezeTest.java",
                    """
                    class FreezeTest {
                      @Covers({"A-24", "A-99"})
                      @Test
                      void a_freeze_blocks() {}
                    }
                    """)));
    assertThat(list.unknown())
        .singleElement()
        .hasToString(
            "src/test/java/x/FreezeTest.java:2: @Covers names A-99, which is no requirement; "
                + "correct the id, or take it out");
    assertThat(list.report())
        .contains("1 of 2 requirements are named by a test")
        .contains("| A-24 | Freeze blocks | FreezeTest.a_freeze_blocks |")
        .contains("| A-25 | Banner | |");
  }

  private static String textIfThere(Path path) {
    return Files.isRegularFile(path) ? Sources.text(path) : "";
  }
}
