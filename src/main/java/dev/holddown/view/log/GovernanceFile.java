package dev.holddown.view.log;

import java.util.List;

/**
 * The governance log as {@code GOVERNANCE-LOG.md}: a table that grows at its end, so that git shows
 * each decision as one new line. The same log gives the same bytes.
 */
public final class GovernanceFile {
  /** The usual name of the file. */
  public static final String NAME = "GOVERNANCE-LOG.md";

  private static final List<String> COLUMNS =
      List.of("Date (UTC)", "Action", "Target", "Reason", "Approver", "Method", "Position", "Hash");

  private GovernanceFile() {}

  /** {@code newestFirst}: as it was read; its note says when older lines are missing. */
  public static String text(DecisionLog newestFirst) {
    LogTable table =
        new LogTable(
            "Governance log",
            COLUMNS,
            newestFirst.entries().reversed().stream().map(GovernanceFile::row).toList(),
            "");
    return """
    # Governance log

    Every decision, oldest first, rendered from Holddown's log of events, which is only ever
    added to. Do not edit: the next rendering writes over it. The hash is that of the event's
    place in the chain of its run; `holddown log verify` proves the chains.
    """
        + (newestFirst.further().said().isEmpty()
            ? ""
            : "\n**Not whole.** " + LogFiles.mark(newestFirst.further().said()) + "\n")
        + "\n"
        + LogFiles.rows(table);
  }

  private static List<String> row(DecisionLog.Entry e) {
    String where = LogTable.where(e.target());
    String target =
        e.target().run().isEmpty()
            ? e.target().text()
            : e.target().text() + " (" + where + ", run " + e.target().run() + ")";
    String approver =
        e.said().role().isEmpty()
            ? e.said().approver()
            : e.said().approver() + " (" + e.said().role() + ")";
    return List.of(
        e.at().toString(),
        e.action(),
        target,
        e.said().reason(),
        approver,
        e.said().method(),
        String.valueOf(e.proof().position()),
        e.proof().hash());
  }
}
