package dev.holddown.domain.run;

/** How an act ended, as far as is known. */
public enum Ending {
  /** The target took it. */
  LANDED,
  /** It ended with an error and can no longer land. */
  FAILED,
  /** Nobody knows: it may still land. The act is UNSETTLED. */
  UNKNOWN
}
