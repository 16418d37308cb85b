package dev.holddown.domain.run;

import static dev.holddown.domain.run.Line.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.testing.Covers;
import org.junit.jupiter.api.Test;

/** Words and files beside a run: kept with who and when, and no verdict changes. */
class RemarksTest {
  private static final FileNote GRAPH = new FileNote("graph.png", "image/png", 4_711, "d1");

  private static Given given() {
    return Given.run(Book.of(line("look").sign(Rules.all("operator")).manual()));
  }

  @Test
  void what_is_said_and_laid_beside_an_item_is_kept_with_who_and_when() {
    Given given =
        given()
            .at("10:05")
            .by("ann", new RunCommand.Comment("look", "  odd peak at 09:40  "))
            .by("bob", new RunCommand.Attach("look", GRAPH))
            .by("cyd", new RunCommand.Comment(Remark.RUN, "I am back at noon"));

    assertThat(given.state().remarks("look"))
        .containsExactly(new Remark(Given.time("10:05"), "ann", "odd peak at 09:40"));
    assertThat(given.state().files("look"))
        .containsExactly(new AttachedFile(Given.time("10:05"), "bob", GRAPH));
    assertThat(given.state().remarks(Remark.RUN)).hasSize(1);
    assertThat(given.state().item("look").status()).isEqualTo(ItemStatus.OPEN);
    given.replayed();
  }

  @Test
  void nothing_is_laid_beside_what_is_not_there_and_not_without_end() {
    Given given = given();
    given
        .by("ann", new RunCommand.Comment("lok", "odd"))
        .refused("no item \"lok\" in this run; see: holddown show r1");
    given
        .by("ann", new RunCommand.Comment("look", " \n "))
        .refused("the comment is empty; nothing was added");
    given
        .by("ann", new RunCommand.Comment("look", "x".repeat(4_001)))
        .refused("the comment has 4001 characters, of which 4000 are taken; attach it as a file");
    for (int i = 0; i < Remarks.FILES_MAX; i++) {
      given.by("ann", new RunCommand.Attach("look", GRAPH));
    }
    given
        .by("ann", new RunCommand.Attach("look", GRAPH))
        .refused("run r1 has 100 files, which is the most");
  }

  @Test
  @Covers("F-14")
  void who_clicks_on_what_has_changed_is_told_and_nothing_is_done() {
    Given given = given();
    long seen = given.state().version("look");
    given.by("ann", new RunCommand.Comment("look", "wait, the graph is of yesterday"));
    RunCommand sign = new RunCommand.Sign("look", "operator", "");

    given
        .by("bob", new RunCommand.AsSeen("look", seen, sign))
        .refused(
            "\"look\" was changed since you looked (event "
                + (seen + 1)
                + ", you saw "
                + seen
                + "); nothing of yours was done");
    given.by("bob", new RunCommand.AsSeen("look", seen + 1, sign));
    assertThat(given.state().item("look").status()).isEqualTo(ItemStatus.SIGNED);
  }
}
