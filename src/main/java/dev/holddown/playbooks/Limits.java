package dev.holddown.playbooks;

/** What a playbook may be at most; beyond it the reader says so and stops. */
public final class Limits {
  /** Of a file with a playbook, in bytes. */
  public static final int FILE_BYTES_MAX = 4_194_304;

  /** Of YAML that was made from a checklist of at most 16 MiB; items and keys are limited too. */
  static final int DERIVED_BYTES_MAX = 67_108_864;

  static final int DEPTH_LEVELS_MAX = 40;
  static final int NODES_MAX = 400_000;

  /** Of the items of a playbook. */
  public static final int ITEMS_MAX = 10_000;

  static final int INPUT_CHARACTERS_MAX = 4_096;
  static final int WAITS_MAX = 500;
  static final int ID_CHARACTERS_MAX = 60;

  private Limits() {}
}
