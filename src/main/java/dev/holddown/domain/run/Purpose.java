package dev.holddown.domain.run;

/** Why a probe of an item is asked. */
public enum Purpose {
  /** Does the item apply ({@code when})? */
  WHEN,
  /** The check itself. */
  CHECK,
  /** Is the desired state in place already, before acting? */
  BEFORE,
  /** Is the desired state in place after acting, or after an act of unknown outcome? */
  DONE,
  /** Does it work? */
  VERIFY,
  /** Which case is true? */
  CHOOSE,
  /** Which values of its form are computed, and which are proposed? */
  FILL
}
