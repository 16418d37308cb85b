package dev.holddown.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.playbook.Arg;
import dev.holddown.domain.playbook.Item;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Groups of items that are called by name, templates, links, and what is repeated. */
class GroupsTest {
  private static final String GROUPS =
      """
      links: {drift: "https://ci.example/drift"}
      templates:
        live: {subject: "Release ${inputs.version}", text: It is live}
      checks:
        routes:
          with: [url, most]
          items:
            - check: Home
              id: home
              http.get: {url: "${with.url}/", strict: "${with.most > 3}"}
              expect: result.latency < with.most && result.status == 200
      """;

  private static String items(String items) {
    return Written.HEAD + GROUPS + "stages:\n  - stage: Work\n    items:\n" + items.indent(6);
  }

  @Test
  void a_group_is_read_anew_with_the_values_of_each_call() {
    var stages =
        Written.playbook(
                items(
                    """
                    - use: routes
                      id: web
                      with: {url: "${targets.web.url}", most: 0.5}
                    - use: routes
                      id: shop
                      title: The shop
                      with: {url: "http://it's", most: "${targets.app.limit}"}
                    """))
            .stages();

    Item.Group web = (Item.Group) stages.getFirst().items().get(0);
    Item.Group shop = (Item.Group) stages.getFirst().items().get(1);
    Item.Check first = (Item.Check) web.items().getFirst();
    Item.Check second = (Item.Check) shop.items().getFirst();
    assertThat(web.about().title()).isEqualTo("routes");
    assertThat(shop.about().title()).isEqualTo("The shop");
    assertThat(List.of(first.about().id(), second.about().id()))
        .containsExactly("web_home", "shop_home");
    assertThat(first.probe().orElseThrow().expect().orElseThrow())
        .hasToString("result.latency < 0.5 && result.status == 200");
    assertThat(second.probe().orElseThrow().expect().orElseThrow())
        .hasToString("result.latency < (targets.app.limit) && result.status == 200");
    assertThat(source(first, "url")).isEqualTo("${(targets.web.url)}/");
    assertThat(source(second, "url")).isEqualTo("${'http://it\\'s'}/");
    assertThat(source(first, "strict")).isEqualTo("${0.5 > 3}");
  }

  private static String source(Item.Check check, String argument) {
    return check.probe().orElseThrow().call().args().get(argument) instanceof Arg.Template template
        ? template.source()
        : "";
  }

  @Test
  void a_call_gives_exactly_what_the_group_asks_for() {
    assertThat(
            Written.bare(
                Written.problems(
                    items(
                        """
                        - {use: routes, with: {url: "http://a", mst: 1}}
                        - {use: rutes}
                        - {use: routes, with: {url: "a ${inputs.version}", most: [1]}}
                        """))))
        .containsExactly(
            "`with.most` is a list, and a condition needs one value; use it as a whole argument:"
                + " \"${with.most}\"",
            "`with.most` is a list, and a condition needs one value; use it as a whole argument:"
                + " \"${with.most}\"",
            "the group asks for `most`; write with: {most: …} beside use:",
            "there is no value of the group called `mst`; did you mean most?",
            "there is no group `rutes`; did you mean routes?",
            "`url` is text around ${…}, which no condition can take; give it one ${…} and nothing"
                + " beside it");
  }

  @Test
  void a_group_that_calls_itself_is_refused() {
    assertThat(
            Written.bare(
                Written.problems(
                    Written.HEAD
                        + """
                        checks:
                          a: {items: [{use: b}]}
                          b: {items: [{use: a}]}
                        stages: [{stage: Work, items: [{use: a}]}]
                        """)))
        .containsExactly("`use` calls itself: a → b → a; cut one of them");
  }

  @Test
  void a_group_that_nobody_calls_is_checked_too() {
    assertThat(
            Written.bare(
                Written.problems(
                    Written.HEAD
                        + """
                        checks:
                          idle: {items: [{check: A, http.get: {url: x}, expct: 1}]}
                          empty: {with: [a]}
                        """
                        + Written.STAGES)))
        .containsExactly(
            "unknown key `expct` in a check; did you mean expect?",
            "a group of checks needs `items`; what is done where it is called");
  }

  @Test
  void a_message_takes_its_words_from_a_template() {
    Item.Message message =
        (Item.Message)
            Written.playbook(items("- {message: Tell, to: [terminal], template: live}\n"))
                .stages()
                .getFirst()
                .items()
                .getFirst();

    assertThat(((Arg.Template) message.text()).source())
        .isEqualTo("Release ${inputs.version}\nIt is live");
    assertThat(
            Written.bare(
                Written.problems(
                    items(
                        """
                        - {message: A, to: [terminal], template: lve}
                        - {message: B, to: [terminal], template: live, text: x}
                        """))))
        .containsExactly(
            "there is no template `lve`; did you mean live?",
            "a message has its own `text` or a `template`, not both; keep one of them");
  }

  @Test
  void a_link_may_name_one_of_the_playbook() {
    Item item =
        Written.playbook(
                items(
                    "- {check: A, sign: {role: a}, links: {Drift: drift, Wiki: \"https://w\"}}\n"))
            .stages()
            .getFirst()
            .items()
            .getFirst();

    assertThat(item.about().notes())
        .containsEntry("link Drift", "https://ci.example/drift")
        .containsEntry("link Wiki", "https://w");
    assertThat(
            Written.bare(
                Written.problems(items("- {check: A, sign: {role: a}, links: {D: drft}}\n"))))
        .containsExactly("there is no link `drft`; did you mean drift?");
  }

  @Test
  void every_kind_of_item_may_be_repeated_and_what_is_inside_knows_the_row() {
    Item.Group group =
        (Item.Group)
            Written.item(
                """
                - group: Each entrance
                  each: {entrance: targets}
                  items:
                    - check: Up
                      http.get: {url: "${each.entrance.url}"}
                      expect: result.status == 200
                    - signoff: Seen
                      sign: {role: a}
                """);
    assertThat(group.items())
        .allSatisfy(
            item -> assertThat(item.about().each().orElseThrow().name()).isEqualTo("entrance"));
    assertThat(
            Written.ofItems(
                """
                - group: Twice
                  each: {t: targets}
                  items:
                    - {check: Up, each: {t: targets}, sign: {role: a}}
                """))
        .containsExactly(
            "`each` stands inside something that is repeated already; remove it: each.t is known"
                + " here");
  }
}
