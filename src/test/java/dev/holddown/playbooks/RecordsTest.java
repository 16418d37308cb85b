package dev.holddown.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.playbook.Form;
import dev.holddown.domain.playbook.Item;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Records, and what a message asks before it is sent. */
class RecordsTest {
  @Test
  void the_fields_of_a_record_are_computed_or_asked_for() {
    Item.Record record =
        (Item.Record)
            Written.item(
                """
                - record: Log
                  into: deployment_log
                  fields:
                    version: {value: "${inputs.version}"}
                    cause: {ask: operator, within: 10m}
                    users: {ask: operator, type: int, default: 0}
                """);
    assertThat(record.into()).isEqualTo("deployment_log");
    assertThat(record.form().fields())
        .extracting(Form.Field::name)
        .containsExactly("version", "cause", "users");
    assertThat(record.form().fields().get(1).within()).isEqualTo(Duration.ofMinutes(10));
    assertThat(record.form().fields().get(2).type()).isEqualTo(Form.Type.INT);
    assertThat(record.form().fields().get(2).value()).isPresent();
  }

  @Test
  void a_message_that_is_acknowledged_is_a_message_and_a_signature_with_a_time() {
    Item.Group told =
        (Item.Group)
            Written.item(
                """
                - message: Tell them
                  id: told
                  to: [terminal]
                  text: hello
                  confirm: operator
                  ack: {role: on_call, within: 10m}
                """);
    assertThat(told.items())
        .extracting(item -> item.about().id())
        .containsExactly("told_sent", "told_read");
    Item.Signoff read = (Item.Signoff) told.items().getLast();
    assertThat(read.about().title()).isEqualTo("Read: Tell them");
    assertThat(read.about().sign().orElseThrow().needed().getFirst().role()).isEqualTo("on_call");
    assertThat(read.about().timing().orElseThrow().due().orElseThrow().anchor())
        .isEqualTo("told_sent");
    assertThat(told.items().getFirst().about().sign()).as("who confirms it").isPresent();
    assertThat(told.about().sign()).isEmpty();
  }

  @Test
  void an_acknowledgement_says_by_whom_and_does_not_hold_up_the_way_back() {
    assertThat(Written.ofItems("- {message: Tell, to: [terminal], text: hello, ack: {}}\n"))
        .containsExactly(
            "`ack` needs `role`; write ack: {role: on_call, within: 10m}",
            "`ack` needs `within`; write ack: {role: on_call, within: 10m}");
  }

  @Test
  void a_field_is_one_of_both_and_a_record_has_one_at_least() {
    assertThat(
            Written.ofItems(
                """
                - {record: Log, into: x, fields: {cause: {ask: operator, value: 1}}}
                - {record: Empty, into: x, fields: {}}
                - {record: Nothing, into: x}
                """))
        .containsExactly(
            "the field `cause` is either computed or asked for; write value: \"${…}\", or ask:"
                + " with the role that fills it in and perhaps a default:",
            "there is no field to fill in; name one",
            "a record needs `fields`; write fields: {cause: {ask: operator}}");
  }

  @Test
  void the_words_of_a_message_read_what_its_template_asks() {
    String templates =
        "templates: {status: {text: \"impact: ${ask.impact}\", ask: {impact: {role: lead}}}}\n";
    Item.Message message =
        (Item.Message)
            Written.playbook(
                    Written.HEAD
                        + templates
                        + "stages:\n  - stage: Work\n    items:\n"
                        + "      - {message: Tell, to: [terminal], template: status}\n")
                .stages()
                .getFirst()
                .items()
                .getFirst();
    assertThat(message.form().orElseThrow().fields())
        .singleElement()
        .satisfies(field -> assertThat(field.ask()).contains("lead"));
  }
}
