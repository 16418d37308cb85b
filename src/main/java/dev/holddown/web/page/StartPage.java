package dev.holddown.web.page;

import dev.holddown.domain.playbook.Input;
import dev.holddown.domain.playbook.Playbook;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The form that starts a run of a playbook. */
public record StartPage(
    Frame frame, String name, About about, List<String> environments, List<Asked> inputs) {
  /** What the playbook is. {@code mark}: its badge; empty for none. */
  public record About(
      String title, String about, String service, List<String> stages, String mark) {}

  /**
   * An input.
   *
   * @param choices what can be chosen; empty for free text
   * @param must whether it has no value of its own
   */
  public record Asked(String name, String help, String type, List<String> choices, Preset preset) {
    public boolean must() {
      return preset.value().isEmpty();
    }
  }

  /** What it is when nothing is given, and an example of its form. */
  public record Preset(Optional<String> value, String example) {}

  /** {@code name}: of the playbook in the workspace. */
  public static StartPage of(Frame frame, String name, Playbook playbook) {
    return new StartPage(
        frame,
        name,
        new About(
            playbook.title(),
            playbook.about(),
            playbook.subject().service(),
            playbook.stages().stream().map(stage -> stage.title()).toList(),
            playbook.badge().orElse("")),
        playbook.subject().environments(),
        playbook.scopes().inputs().stream().map(StartPage::asked).toList());
  }

  /** The same with values that are known already, where it has none of its own. */
  public StartPage filled(Map<String, ?> known) {
    List<Asked> filled =
        inputs.stream()
            .map(asked -> {
              Optional<String> value =
                  asked
                      .preset()
                      .value()
                      .or(() -> Optional.ofNullable(known.get(asked.name())).map(String::valueOf));
              Preset preset = new Preset(value, asked.preset().example());
              return new Asked(asked.name(), asked.help(), asked.type(), asked.choices(), preset);
            })
            .toList();
    return new StartPage(frame, name, about, environments, filled);
  }

  private static Asked asked(Input input) {
    List<String> choices =
        switch (input.type()) {
          case CHOICE -> input.of();
          case BOOL -> List.of("true", "false");
          default -> List.of();
        };
    return new Asked(
        input.name(),
        input.help(),
        input.type().name().toLowerCase(Locale.ROOT).replace('_', ' '),
        choices,
        new Preset(input.fallback(), example(input.type())));
  }

  private static String example(Input.Type type) {
    return switch (type) {
      case IMAGE -> "registry/name@sha256:…";
      case COMMIT -> "40 or 64 hex digits";
      case URL -> "https://…";
      case TIME -> "2026-03-02T21:00:00Z";
      case DURATION -> "15m";
      case INT, NUMBER -> "a number";
      default -> "";
    };
  }
}
