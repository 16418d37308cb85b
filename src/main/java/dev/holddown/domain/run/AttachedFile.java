package dev.holddown.domain.run;

import java.time.Instant;

/** A file beside an item or the run: who brought it, and when. */
public record AttachedFile(Instant at, String person, FileNote file) {}
