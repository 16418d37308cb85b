package dev.holddown.playbooks.markdown;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a person does with an item, from its words. */
final class Kinds {
  private static final Pattern SIGNOFF =
      Pattern.compile(
          "(?i)^(?:.{0,60}\\b)?(?:approvals?"
              + " (?:granted|obtained|received|given|from|by|required|recorded)|approved"
              + " by\\b|sign-?off (?:from|by|obtained|received|given)|signed off by|signs? off"
              + " on|(?:requires?|needs?|get|obtain|record|request)"
              + " .{0,40}\\b(?:approval|gate|sign-?off)|authori[sz]ed"
              + " by).*|^.{0,60}\\b(?:approvals?|sign-?off|report"
              + " approved)\\W*$|^.{0,40}\\bapproval\\b.{0,4}[:(].*|^.{0,60}\\b(?:must|should|to)"
              + " (?:lgtm|approve|sign)\\b.*");
  private static final Pattern MESSAGE =
      Pattern.compile(
          "(?i)^(?:\\W*)(?:(?:if|when|once|after)\\b[^,]{0,80},"
              + " )?(?:notify|announce|inform|communicate|alert|email|e-mail|tell|post"
              + " (?:in|to|on|a|an)|send|message|publish (?:a|an|the)?"
              + " ?(?:announcement|status)|broadcast|tweet|ping|contact|reach out|get in"
              + " touch|advertise|promote on|let .{1,30} know|provide updates|update (?:the"
              + " )?(?:status ?page|stakeholders|customers|users|team)|create a"
              + " thread)\\b.*");

  /** The same, told as done. */
  private static final Pattern TOLD =
      Pattern.compile(
          "(?i)^.{0,60}\\b(?:notified|informed|announced|announcement"
              + " sent|notification sent|communicat(?:ed|ion"
              + " sent)|emailed|alerted)\\b.*|^.{0,50}\\bnotification$");

  private static final Pattern RECORD =
      Pattern.compile(
          "(?i)^(?:\\W*)(?:(?:if|when|once|after)\\b[^,:]{0,80}[,:] )?(?:document|record|note|log"
              + " (?!(?:to|as|with|in|out|into|level|format|files?|rotat)\\b)|write"
              + " down|capture|file (?:a|an|the)? ?(?:incident|ticket|issue|bug)|track"
              + " significant|take notes|fill (?:in|out)|keep (?:a"
              + " )?(?:log|track|record))\\b.*|.*_{3,}.*");

  private static final Pattern LOOKS =
      Pattern.compile(
          "(?i)\\W*(?:verify|check|confirm|ensure|validate|monitor|make"
              + " sure|inspect|look|watch|observe|test|view|compare|is|are|does|do"
              + " you|has|have|was|were|can)\\b(?!-?(?:in|out)\\b).*");

  /** A state that must be. */
  private static final Pattern PROVES =
      Pattern.compile(
          "(?i)^\\W*(?:ensure|verify|confirm|make sure)\\b.{1,80}\\b(?:is|are|returns?|responds?"
              + "|was|were|has|have)\\b");

  /** Something is only asked, and then looked at. */
  private static final Pattern READS =
      Pattern.compile(
          "(?i)^\\W*(?:fetch|get|invoke|query|refresh|reload|open|visit|curl|call|request|load"
              + "|list|log ?in)\\b.{1,80}\\band (?:verify|confirm|check|validate|make sure)\\b");

  /** A thing, and then the state that it is in: {@code Log Files Rotating}. */
  private static final Pattern STATE =
      Pattern.compile(
          "(?i)[^.:,;]{3,60} (?:validation|verification|tests?|rotating|loads|works|validated|"
              + "configured|enabled|created)(?: ?\\([^)]{1,40}\\))?");

  private static final Pattern ROLE_DOES =
      Pattern.compile(
          "(?i)^(?:an?|the) (?:\\w+ ){0,2}(?:owner|manager|lead|engineer|maintainer|operator|team|"
              + "commander|officer|admin|dba|captain|shepherd) ([a-z]{2,12}s)\\b");
  private static final String SUBJECT_FIRST =
      "(?i)(?:the|any|all|each|every|different|no|its|our)\\b .*";

  /** How an item stands in its list. */
  enum Manner {
    BOXED,
    NUMBERED,
    LISTED
  }

  private Kinds() {}

  static PaperItem.Kind of(String title, Polarity polarity, Manner manner, List<String> commands) {
    String cut = title.length() > 300 ? title.substring(0, 300) : title;
    String plain = Rx.first(cut, "^\\[[^\\]]{1,40}\\]\\s+(?=\\S)", "");
    boolean signed = Hints.any(plain, "approv", "sign", "authori", "gate", "lgtm");
    if (signed && SIGNOFF.matcher(plain).matches()
        || polarity == Polarity.SIGNOFF && signs(plain)) {
      return PaperItem.Kind.SIGNOFF;
    }
    boolean state = manner != Manner.LISTED && STATE.matcher(plain).matches();
    if (!state && (MESSAGE.matcher(plain).matches() || tells(plain))) {
      return PaperItem.Kind.MESSAGE;
    }
    if (RECORD.matcher(plain).matches()) {
      return PaperItem.Kind.RECORD;
    }
    if (polarity == Polarity.TRIGGER || polarity == Polarity.CRITERION) {
      return PaperItem.Kind.CHECK;
    }
    boolean does = !state && (Words.imperative(plain) || somebodyDoes(plain));
    boolean asked = manner == Manner.BOXED || polarity != Polarity.TASK || !does;
    if (asked && looks(plain)
        || proves(plain)
        || !does && (state || Rx.matches(plain, SUBJECT_FIRST))) {
      return PaperItem.Kind.CHECK;
    }
    boolean step =
        manner == Manner.BOXED
            ? does && !commands.isEmpty() && polarity == Polarity.TASK
            : manner == Manner.NUMBERED || does;
    return step ? PaperItem.Kind.STEP : PaperItem.Kind.CHECK;
  }

  private static boolean tells(String plain) {
    return Hints.any(plain, "notif", "inform", "announce", "communicat", "emailed", "alerted")
        && TOLD.matcher(plain).matches();
  }

  /** Whether a sentence says what a role does: {@code The release manager pushes the tag}. */
  private static boolean somebodyDoes(String plain) {
    Matcher who = ROLE_DOES.matcher(plain);
    return who.find() && Words.imperative(Rx.first(who.group(1), "(?<=[^aeiou]h|[sx])es$|s$", ""));
  }

  /** Whether it says that something is to be seen, and not changed. */
  static boolean asksToProve(String title) {
    return looks(title.length() > 300 ? title.substring(0, 300) : title);
  }

  private static boolean proves(String plain) {
    return PROVES.matcher(plain).find() || READS.matcher(plain).find();
  }

  /** Whether it asks to look, rather than to change something. */
  private static boolean looks(String plain) {
    String then = Rx.first(plain, "^(?i)(?:after|once|when)\\b[^,:]{1,80}, ", "");
    return LOOKS.matcher(then).matches() || proves(then);
  }

  private static boolean signs(String plain) {
    return Rx.matches(
        plain,
        "(?i).*\\b(?:approv\\w*|sign\\w*|lead|manager|owner|officer|authori[sz]\\w*|completed"
            + " by|reviewed by|verified by)\\b.*");
  }
}
