package dev.holddown.playbooks.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.playbook.SignRule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code render} and {@code import} are each other's way back. */
class RoundTripTest {
  /** Items in order: text, quote, owners, ticks. */
  static List<String> shape(Playbook playbook) {
    List<String> shape = new ArrayList<>();
    playbook
        .stages()
        .forEach(stage -> {
          shape.add("stage " + stage.title());
          items(stage.items(), shape);
        });
    playbook.watches().forEach(watch -> shape.add("watch " + watch.title()));
    playbook
        .rollback()
        .ifPresent(back -> back.phases().forEach(phase -> items(phase.items(), shape)));
    return shape;
  }

  private static void items(List<Item> items, List<String> shape) {
    for (Item item : items) {
      String quote = item.about().notes().getOrDefault("quote", "");
      String owner = item.about().sign().map(SignRule::needed).map(Object::toString).orElse("");
      shape.add(
          item.getClass().getSimpleName()
              + " "
              + item.about().title()
              + " | "
              + quote
              + " | "
              + owner
              + (item.about().notes().containsKey("imported") ? " ticked" : ""));
      if (item instanceof Item.Group group) {
        items(group.items(), shape);
      }
    }
  }

  @Test
  void a_page_rendered_and_read_again_has_the_same_items_order_text_quotes_and_owners() {
    Playbook playbook =
        Read.playbook(
            Read.paper(
                """
                # Promote checkout

                ## Before
                - [ ] **Image** signed ([how](https://ci.example/sign))
                - [x] Change approved (Owner: QA)
                - [ ] Error rate < 0.1 % for 5 minutes

                ## Deploy
                1. Pull the image
                   ```bash
                   $ docker pull shop/checkout:1.4
                   ```
                2. Restart the service

                ### Rollback if
                - Error rate > 1% (2 min)

                ## Rollback steps
                1. Switch the traffic back
                2. Tell the support team

                | Role | Name | Signature |
                |---|---|---|
                | Tech Lead | | |
                """));

    Paper again = Read.paper(MarkdownWriter.write(playbook));

    assertThat(shape(Read.playbook(again))).isEqualTo(shape(playbook));
  }
}
