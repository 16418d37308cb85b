package dev.holddown.web.page;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What people can do to a run or an item, as pages offer it. Each is a verb of the command line.
 */
public enum Deed {
  HOLD("hold", "Hold", "Freezes the progress. Nothing that goes on is stopped.", Asks.WHY),
  DEFER(
      "defer",
      "Defer",
      "Puts the run off to another hour. It says so everywhere, asks anew then what had not passed,"
          + " and goes on; Resume lets it go on before.",
      Asks.UNTIL_WHY),
  RESUME("resume", "Resume", "Lifts the hold; the run goes on.", Asks.WHY),
  ABORT(
      "abort",
      "Abort",
      "Stops what goes forward and leaves the world as it is. A rollback can follow.",
      Asks.WHY),
  ROLLBACK(
      "rollback",
      "Roll back",
      "Goes back now. It comes before everything else, and no freeze blocks it.",
      Asks.WHY),
  SIGN("sign", "Sign", "Says yes, in a role, to exactly what stands here.", Asks.ROLE_COMMENT),
  DECLINE("decline", "Refuse", "Says no, in a role, and why.", Asks.ROLE_WHY),
  RECHECK("recheck", "Ask again", "Asks the same question anew.", Asks.WHY),
  SKIP(
      "skip",
      "Skip",
      "Leaves the item out. It is marked as skipped wherever this run is shown.",
      Asks.MUST_WHY),
  NA("na", "Does not apply", "Says that the item does not apply here, in a role.", Asks.ROLE_WHY),
  SETTLE(
      "settle",
      "Settle",
      "Says what became of an act of which nobody knows whether it landed. Look first.",
      Asks.LANDED_WHY),
  RECORD(
      "record",
      "Fill in",
      "Writes into the fields of the record, in a role. What is filled in is kept.",
      Asks.FIELDS),
  REOPEN(
      "reopen",
      "Reopen",
      "Takes back what was decided on the item, and every signature that rests on it.",
      Asks.MUST_WHY),
  WAIVE(
      "waive",
      "Waive",
      "Asks that this line be let through for a while although it did not pass. Another person"
          + " approves it. When it expires during the run, the Go that stood on it is taken back"
          + " and the run is held.",
      Asks.WAIVER),
  COMMENT("comment", "Comment", "Says something beside it. It changes no status.", Asks.TEXT),
  ATTACH(
      "attach-file",
      "Attach a file",
      "Lays a file of up to 5 MiB beside it, kept by its digest.",
      Asks.FILE),
  DECLARE("declare", "Declare", "Pulls this trigger by hand, in a role.", Asks.ROLE_WHY);

  /** What has to be said with it. */
  public enum Asks {
    WHY,
    MUST_WHY,
    UNTIL_WHY,
    ROLE_WHY,
    ROLE_COMMENT,
    LANDED_WHY,
    TEXT,
    FILE,
    FIELDS,
    WAIVER;

    /** Whether a role is asked for. */
    public boolean role() {
      return this == ROLE_WHY || this == ROLE_COMMENT || this == FIELDS;
    }

    /** Whether a reason must be given. */
    public boolean mustWhy() {
      return this == MUST_WHY || this == UNTIL_WHY || this == ROLE_WHY || this == LANDED_WHY;
    }
  }

  private final String verb;
  private final String title;
  private final String about;
  private final Asks asks;

  Deed(String verb, String title, String about, Asks asks) {
    this.verb = verb;
    this.title = title;
    this.about = about;
    this.asks = asks;
  }

  public String verb() {
    return verb;
  }

  public String title() {
    return title;
  }

  public String about() {
    return about;
  }

  public Asks asks() {
    return asks;
  }

  /** Whether it lays something beside a run or an item, and changes neither. */
  public boolean beside() {
    return this == COMMENT || this == ATTACH;
  }

  /** Whether it is about the run as a whole. */
  public boolean ofRun() {
    return List.of(HOLD, DEFER, RESUME, ABORT, ROLLBACK).contains(this);
  }

  /** Whether whoever may only brake may do it; signing so far as the way back wants it. */
  public boolean brakes() {
    return List.of(HOLD, ABORT, ROLLBACK, DECLARE, SIGN, DECLINE).contains(this);
  }

  /** Whether it is about a watch. */
  public boolean ofWatch() {
    return this == DECLARE;
  }

  /** Whether it ends or leaves out something, so that its button says so. */
  public boolean grave() {
    return this == ABORT || this == ROLLBACK || this == DECLARE;
  }

  /** The key of the keyboard that opens it; empty for none. */
  public String key() {
    return switch (this) {
      case HOLD, RESUME -> "h";
      case ABORT -> "x";
      case ROLLBACK -> "b";
      case SIGN -> "s";
      case COMMENT -> "c";
      default -> "";
    };
  }

  /** That of a verb. */
  public static Optional<Deed> of(String verb) {
    return Arrays.stream(values()).filter(deed -> deed.verb.equals(verb)).findFirst();
  }
}
