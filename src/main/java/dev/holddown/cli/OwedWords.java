package dev.holddown.cli;

import dev.holddown.domain.kernel.Span;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Obligation;
import dev.holddown.domain.playbook.Watch;
import java.util.Locale;

/** What a playbook says is owed, in one line. */
final class OwedWords {
  private OwedWords() {}

  static String of(Obligation owed) {
    String kind = owed.item().getClass().getSimpleName().toLowerCase(Locale.ROOT);
    String met =
        owed.item() instanceof Item.Check check && check.probe().isEmpty() ? "signature" : kind;
    StringBuilder text = new StringBuilder(owed.title());
    text.append(", a ").append(met).append(" by ").append(owed.owner());
    text.append(", ").append(when(owed));
    if (!owed.telling().remind().isZero()) {
      text.append(", reminded every ").append(Span.text(owed.telling().remind()));
    }
    if (!owed.telling().page().isEmpty()) {
      text.append(", overdue pages ").append(String.join(", ", owed.telling().page()));
    }
    return text.toString();
  }

  private static String when(Obligation owed) {
    Obligation.Term term = owed.term();
    String from = "from " + moment(term.from());
    String until = term.until().map(end -> " until " + moment(end)).orElse("");
    if (!term.every().isZero()) {
      return "every " + Span.text(term.every()) + " " + from + until;
    }
    if (term.due().isPresent()) {
      return "due " + moment(term.due().get()) + until;
    }
    String span =
        term.between()
            .map(b -> Span.text(b.first()) + " to " + Span.text(b.last()))
            .orElse("at any time");
    return span + " after " + moment(term.from()) + until;
  }

  private static String moment(Watch.Moment moment) {
    String sign = moment.offset().isNegative() ? " - " : " + ";
    return moment.anchor()
        + (moment.offset().isZero() ? "" : sign + Span.text(moment.offset().abs()));
  }
}
