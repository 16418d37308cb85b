package dev.holddown.web.page;

import dev.holddown.view.ItemView;
import dev.holddown.view.PlaceView;
import dev.holddown.view.RunSheet;
import dev.holddown.view.RunView;
import dev.holddown.view.Shell;
import dev.holddown.view.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A command before it is given: what it does, to what, with which final values. */
public record ActPage(Frame frame, Deed deed, Subject subject, Form form, Preview preview) {
  /** What it is done to. {@code title} empty for the run as a whole. */
  public record Subject(String run, String runTitle, String lock, String title, String href) {}

  /**
   * Its form.
   *
   * @param action where it is sent
   * @param seen the number of the last event about it; -1 when it may not wait for anything
   * @param roles to choose from; empty where none is asked for
   * @param anyRole whether any other role may be typed in
   */
  public record Form(String action, String key, long seen, List<String> roles, boolean anyRole) {}

  /**
   * What will come of it, and the same as a command.
   *
   * @param methods how a signature may be given, one of which has to be told; empty: nobody asks
   */
  public record Preview(
      List<String> lines, String command, List<Blank> blanks, List<String> methods) {}

  /** A field to fill in. {@code value}: what is proposed for it; empty for nothing. */
  public record Blank(String name, String type, String value) {}

  /** Puts it together; {@code key} is empty for what is done to the run. */
  public static ActPage of(Frame frame, RunSheet sheet, Deed deed, String key) {
    RunView view = sheet.view();
    String run = view.head().run();
    List<String> roles = deed.asks().role() ? roles(frame.viewer(), view, key) : List.of();
    long seen =
        deed.ofRun() || deed.beside()
            ? -1
            : Optional.ofNullable(sheet.chronicle().touches().get(key))
                .map(touch -> touch.version())
                .orElse(0L);
    List<String> methods = deed == Deed.SIGN ? methods(view, key) : List.of();
    return new ActPage(
        frame,
        deed,
        new Subject(
            run,
            view.head().title(),
            view.head().lock(),
            key.isEmpty() ? "" : title(view, key),
            Links.run(run)),
        new Form(
            Links.run(run) + "/" + deed.verb(),
            key,
            deed.ofWatch() ? -1 : seen,
            roles,
            deed.asks().role() && frame.viewer().anybody()),
        new Preview(
            lines(view, deed, key),
            command(deed, run, key, roles) + (methods.isEmpty() ? "" : " --method HOW"),
            blanks(view, deed, key),
            methods));
  }

  private static List<String> methods(RunView view, String key) {
    return view.standing().waiting().stream()
        .filter(wait -> wait.key().equals(key))
        .flatMap(wait -> wait.ways().methods().stream())
        .toList();
  }

  /** The fields that are open, whoever fills them in. */
  private static List<Blank> blanks(RunView view, Deed deed, String key) {
    return deed != Deed.RECORD
        ? List.of()
        : ItemPage.find(view, key).stream()
            .flatMap(item -> item.form().stream())
            .filter(field -> field.ask().isPresent() && field.value().isEmpty())
            .map(field ->
                new Blank(
                    field.name(), field.type(), field.proposed().map(RunHead::text).orElse("")))
            .toList();
  }

  /** Those that are missing and theirs; else all that are theirs. */
  private static List<String> roles(Viewer viewer, RunView view, String key) {
    List<String> missing =
        view.standing().waiting().stream()
            .filter(wait -> wait.key().equals(key))
            .flatMap(wait -> wait.ways().roles().stream())
            .toList();
    List<String> asked =
        ItemPage.find(view, key).stream()
            .flatMap(item -> item.form().stream())
            .flatMap(field -> field.ask().stream())
            .distinct()
            .toList();
    List<String> theirs =
        (missing.isEmpty() ? asked : missing).stream().filter(viewer::may).toList();
    return theirs.isEmpty() ? viewer.roles() : theirs;
  }

  private static String title(RunView view, String key) {
    Optional<String> waiting =
        view.standing().waiting().stream()
            .filter(wait -> wait.key().equals(key))
            .map(Waiting::title)
            .findFirst();
    Optional<String> watch =
        view.watches().stream().filter(w -> w.key().equals(key)).map(w -> w.title()).findFirst();
    return ItemPage.find(view, key)
        .map(item -> item.name().title())
        .or(() -> waiting)
        .or(() -> watch)
        .orElse(key);
  }

  private static List<String> lines(RunView view, Deed deed, String key) {
    List<String> lines = new ArrayList<>();
    if (deed == Deed.ROLLBACK) {
      lines.add(
          view.back().to().isEmpty()
              ? "Where it goes back to is found out first."
              : "Back to " + RunHead.pairs(view.back().to()) + ".");
      for (PlaceView phase : view.back().phases()) {
        lines.add(phase.title() + ": " + titles(phase.items()));
      }
    } else if (!key.isEmpty()) {
      ItemPage.find(view, key)
          .filter(item -> !item.mark().reason().isEmpty())
          .ifPresent(item -> lines.add("Now " + item.mark().word() + ": " + item.mark().reason()));
      if (deed == Deed.WAIVE) {
        lines.add(waivable(view, key));
      }
      view.standing().waiting().stream()
          .filter(wait -> wait.key().equals(key))
          .forEach(wait -> lines.add(Need.asked(wait)));
    }
    return lines;
  }

  private static String waivable(RunView view, String key) {
    List<String> roles = ItemPage.find(view, key).map(ItemView::waivable).orElse(List.of());
    return roles.isEmpty()
        ? "Its playbook does not let it be waived, so this will be refused."
        : "Approved by another person in the role " + String.join(" or ", roles) + ".";
  }

  private static String titles(List<ItemView> items) {
    return String.join(", then ", items.stream().map(item -> item.name().title()).toList());
  }

  private static String command(Deed deed, String run, String key, List<String> roles) {
    if (deed == Deed.COMMENT) {
      return "holddown comment "
          + run
          + (key.isEmpty() ? "" : " --item " + Shell.word(key))
          + " --text WORDS";
    }
    if (deed == Deed.ATTACH) {
      return "holddown attach-file "
          + run
          + (key.isEmpty() ? "" : " --item " + Shell.word(key))
          + " --file FILE";
    }
    StringBuilder command = new StringBuilder("holddown " + deed.verb() + " " + run);
    if (!key.isEmpty()) {
      command.append(' ').append(Shell.word(key));
    }
    if (deed.asks().role()) {
      command.append(" --role ").append(roles.isEmpty() ? "ROLE" : Shell.word(roles.getFirst()));
    }
    if (deed.asks() == Deed.Asks.WAIVER) {
      command.append(" --reason WHY --risk low --expires 2026-01-31T22:00:00Z");
    }
    if (deed == Deed.DEFER) {
      command.append(" --until 02:00");
    }
    if (deed.asks() == Deed.Asks.LANDED_WHY) {
      command.append(" --landed");
    }
    if (deed.asks().mustWhy() || deed.ofRun()) {
      command.append(deed == Deed.RESUME ? "" : " --reason WHY");
    }
    return command.toString();
  }
}
