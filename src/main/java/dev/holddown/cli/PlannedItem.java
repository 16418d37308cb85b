package dev.holddown.cli;

import java.util.List;

/** A line of a dry run. {@code details}: what is asked or done, on what condition, by whom. */
record PlannedItem(int depth, String kind, String key, String title, List<String> details) {}
