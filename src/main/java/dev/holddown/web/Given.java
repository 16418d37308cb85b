package dev.holddown.web;

import dev.holddown.access.AccessLog;
import dev.holddown.view.EventLine;
import dev.holddown.view.ItemView;
import dev.holddown.view.LinkReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the API answers that is no view. */
final class Given {
  private Given() {}

  /** That the server is there. */
  record Health(String status) {}

  /**
   * Whether it can work.
   *
   * @param reasons why not; empty when it can
   */
  record Readiness(boolean ready, List<String> reasons) {}

  /** The daily look at links; {@code last} is empty until the first is done. */
  record LinkLook(Optional<LinkReport> last) {}

  /** The playbooks of the workspace, by name. */
  record Playbooks(List<String> playbooks) {}

  /**
   * An item or gate with what happened to it.
   *
   * @param item empty for a gate and what is only signed
   */
  record Item(String run, String key, Optional<ItemView> item, List<EventLine> history) {}

  /** An event in a stream. */
  record Happened(String run, EventLine event) {}

  /** Why a stream begins anew: what to read, and from which position it goes on. */
  record Resync(String reason, long position) {}

  /**
   * Lines of the access log.
   *
   * @param broken why it is not what was written; empty when every line fits the one before
   */
  record AccessLines(List<AccessLog.Entry> entries, Optional<String> broken) {}

  /** The server itself. {@code refused}: counts by code since its start. */
  record Server(long openRuns, int streams, Map<String, Long> refused) {}
}
