package dev.holddown.playbooks.markdown;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** What the words of a heading say about the lines below it. */
final class Headings {
  private static final Pattern TRIGGER =
      words(
          "rollback (?:immediately"
              + " )?(?:if|when|triggers?|criteria|conditions?|signals?)|triggers?|when to (?:roll"
              + " ?back|abort|revert|escalate)|abort (?:if|when|criteria|conditions?)|roll(?:ing)?"
              + " ?back (?:if|when|decision|criteria|triggers?)|signals? to roll ?back|(?<!go/|go /"
              + " )no-?go (?:if|when|criteria|conditions?)|stop"
              + " (?:if|when|conditions?)|alert(?:ing)? thresholds?|alerts?(?: \\(.*)?$|alarm"
              + " thresholds?|red flags?|kill criteria|halt"
              + " (?:if|criteria)|(?:halt|abort|stop|pause|kill|roll ?back) rules?|do not"
              + " (?:deploy|proceed|release) (?:if|when)|initiate (?:a )?roll ?back"
              + " (?:if|when)|revert (?:if|when)|failure criteria|blockers?$|rollback decision");

  /** Says what must not hold, unless the section around says what must. */
  private static final Pattern ANY_OF =
      words("(?:if|when) any(?: of (?:these|the following))?\\b.*");

  /** When things are done, rather than what must hold: the lines below decide. */
  private static final Pattern ONLY_WHEN =
      words(
          "preparations?|prep|before.*|(?:days?|hours?|weeks?) before.*|t ?[-−] ?\\d+.*|"
              + "pre-?release|pre-?work|(?:.* )?(?:activities|actions|tasks|work|steps)");

  /** Nouns that say what a section is about, and not whether it is to be done or to hold. */
  private static final Pattern TOPIC =
      words(
          "monitoring|communications?|response|maintenance|investigation|coordination|"
              + "recover\\w*");

  private static final Pattern SIGNOFF =
      words(
          "sign-? ?offs?|approvals?|authori[sz]ations?|signatures?(?! (?:fail\\w*|verif\\w*|"
              + "check\\w*|valid\\w*|mismatch))|signed by|approved by");
  private static final Pattern CONTACT =
      words(
          "contacts?(?: information| list)?|on-?call"
              + " (?:list|roster|schedule|contacts?)|escalation(?:s| path| matrix| policy|"
              + " contacts?| ladder| procedures?)?|who to (?:call|contact)|phone"
              + " numbers?|communication channels?|key contacts?");
  private static final Pattern CHOICE =
      words(
          "(?:select|choose|pick|check|tick) (?:only )?one|(?:type|kind|category|class) of"
              + " (?:change|release|deployment|incident|bug|issue|pr|pull request|request)|change"
              + " type|release type|decision$|go ?/ ?no-?go decision|final"
              + " decision|outcome$|recommendation$|verdict$|^(?:post-?\\w+ |overall |final"
              + " )?(?:deployment |release |launch |rollout |migration )?status$|risk level|impact"
              + " level");
  private static final Pattern PRECONDITION =
      words(
          "pre-?(?:flight|deploy\\w*|release|launch|migration|rollback|requisites?|"
              + "production|cutover|conditions?|checks?|install\\w*|upgrade|change|maintenance|"
              + "incident|rollout|work|merge|publish\\w*|go-?live|submission|promotion|"
              + "execution|validation|req\\w*|start|cut|op\\w*)\\b|preconditions?|"
              + "prerequisites?|requirements?|entry"
              + " criteria|entrance criteria|readiness|ready (?:for|to)|before"
              + " (?:you|we|the|a|any|starting|deploy\\w*|releas\\w*|launch\\w*|merg\\w*|"
              + "upgrad\\w*|rollout|migrat\\w*|go(?:ing)?|each|every|begin\\w*|running|"
              + "promot\\w*)|definition"
              + " of ready|go ?/ ?no-?go|go-no-go|production readiness|environment"
              + " preparation|preparations?$|planning checklist|t ?[-−] ?\\d+.*|days? before|hours?"
              + " before|weeks? before|gate [a-z0-9]+\\b|gates?$|before$");
  private static final Pattern CRITERION =
      words(
          "success (?:criteria|metrics?)|criteria|acceptance|exit criteria|definition of"
              + " done|verif\\w+|validat\\w+|post-?(?:deploy\\w*|release|launch|migration|"
              + "rollback|cutover|upgrade|change|maintenance|rollout|go-?live)"
              + " ?(?:checks?|verif\\w*|valid\\w*|tests?|monitoring|checklist)?$|smoke"
              + " tests?|functional tests?|tests?$|testing$|checks$|health checks?|sanity"
              + " checks?|stability|canary(?: phase| analysis| checks?|$)|done"
              + " when|success$|expected results?|objectives?$|slos?\\b|quality gates?|performance"
              + " (?:targets?|criteria|budgets?|tests?|metrics?)|non-?functional|functional"
              + " smokes?|targets?$|full rollout|compliance|monitoring period|runtime performance");
  private static final Pattern NOTE =
      words(
          "overview|introduction|purpose|scope|background|summary|about(?:"
              + " this.*)?|references?|reference:.*|resources?|related.*|(?:useful |quick |helpful"
              + " |important )?links?|(?:additional|further|recommended)"
              + " reading|documentation|appendi(?:x|ces)|glossary|definitions?|terminology|"
              + "legend|(?:.*"
              + " )?contents|toc|change ?log|(?:version |revision |document |implementation"
              + " |release jobs )?history|revisions?|timelines?|calendar|schedule|(?:release"
              + " )?cadence|(?:key |success )?metrics(?: to"
              + " (?:monitor|track|chart|watch))?|deployment"
              + " metrics.*|kpis?|dashboards?|examples?.*|samples?.*|templates?|faqs?|(?:.* )?known"
              + " issues|tips|motivation|goals|non-goals|when to"
              + " use.*|impact|meaning|symptoms?|(?:.* )?causes?|license|contributing|contributors|"
              + "credits|acknowledge?ments|features?|architecture|design|assumptions?|"
              + "limitations?|caveats|out"
              + " of scope|why.*|severit(?:y|ies)(?: levels?| definitions?| matrix|"
              + " classification)?|priority (?:levels?|matrix)|(?:roles?|raci)(?: matrix|"
              + " structure)?|who.*|notes?|general notes|what (?:is|are|to include|to"
              + " expect).*|troubleshooting.*|(?:open )?questions|drawbacks|(?:.* )?alternatives(?:"
              + " .*)?|.* considered|rejected .*|consequences|decision drivers|context|(?:useful"
              + " |command |cli |available |configuration |common )?options|(?:.*"
              + " )?flags|arguments|parameters|usage|expected"
              + " outputs?|artifacts|badges?|authors?|maintainers?|disclaimer|tools?|release tools"
              + " version|communications? templates?|templates?:?.*|key"
              + " principles|principles|philosophy|concepts?|user stories.*|story"
              + " \\d.*|support|help|feedback|licen[cs]ing|technolog(?:y|ies)|stack|message"
              + " templates?|notification templates?|communication plan|call structure|.*\\bcall"
              + " structure|.*\\betiquette|.*\\bmatrix|.*\\bstrategies|next steps for.*");
  private static final Pattern TASK =
      words(
          "commands?$|steps?(?: .*)?|step"
              + " \\d+.*|procedures?|instructions?|tasks?|actions?|to-?dos?|how"
              + " to.*|process(?:es)?|workflow|execution|deployment(?: steps|"
              + " procedures?)?|deploy|release(?: steps| process)?|roll ?back(?: steps|"
              + " procedures?| plan|"
              + " checklist)?|backout.*|recover\\w*|restor\\w+|diagnos\\w+|mitigation|"
              + "remediat\\w+|resolution|investigation|triage|response|runbooks?|maintenance|"
              + "clean-?up|finali[sz]e|communication|monitoring|immediate(?: actions?)?(?:"
              + " \\(.*)?|during.*|after.*|aftermath|first \\d+.*|next"
              + " steps|follow-?up.*|post-?mortem|phase \\d+.*|day \\d+.*|week \\d+.*|hour \\d+.*|t"
              + " ?[+] ?\\d+.*|tasks? .*|checklist");

  private static final Pattern PROCEDURE =
      Pattern.compile(
          "(?:.* )?(?:check-?lists?|run-?books?|play-?books?|procedures?|roll-?back(?:"
              + " (?:plan|steps|triggers|criteria))?|(?:roll-?back|release|deployment|deploy|"
              + "upgrade|migration|recovery|restore|response|triage|incident|verification|"
              + "cutover|maintenance|mitigation|remediation)"
              + " (?:steps?|process|instructions|procedures?|plan|guide|tasks|actions)|steps|"
              + "diagnosis|mitigation|remediation|triage|success"
              + " criteria|acceptance criteria|sign-?offs?)|how to (?:deploy|release|roll"
              + " ?back|cut|publish|upgrade|migrate|restore|recover|respond).*|(?:cutting|"
              + "making|publishing|doing)"
              + " (?:a|the|an)?"
              + " ?.*release.*|(?:pre|post)-?(?:deploy\\w*|release|flight|launch|migration).*|"
              + "(?:step|phase)"
              + " \\d.*");

  /** Headings come again and again, in a page and from page to page. */
  private static final Map<String, Optional<Polarity>> KNOWN = new ConcurrentHashMap<>();

  private static final int KNOWN_MAX = 2_000;

  /** A longer one says nothing by its first words. */
  private static final int HEADING_CHARACTERS_MAX = 400;

  private Headings() {}

  private static Pattern words(String alternatives) {
    return Pattern.compile("(?<![\\w-])(?:" + alternatives + ")(?![\\w-])");
  }

  /** The heading without numbers, signs and colons, in small letters. */
  static String bare(String heading) {
    String plain = Inline.plain(heading);
    String cut =
        plain.length() > HEADING_CHARACTERS_MAX
            ? plain.substring(0, HEADING_CHARACTERS_MAX)
            : plain;
    String small = cut.toLowerCase(Locale.ROOT).replace('‑', '-').replace('–', '-');
    String words = Rx.all(small, ":[a-z_]+:", " ");
    words = Rx.all(words, "[^\\p{L}\\p{N} .,:;()/&+?'%-]", " ");
    words = Rx.first(words, "^\\s*(?:\\d+(?:\\.\\d+)*[.):]?\\s+)", "");
    return Rx.first(Rx.all(words, "\\s+", " "), "[ :.]+$", "").strip();
  }

  /** What the heading says; nothing when it says nothing of it. */
  static Optional<Polarity> polarity(String heading) {
    String key = digitless(heading);
    Optional<Polarity> known = KNOWN.get(key);
    if (known == null) {
      known = look(heading);
      if (KNOWN.size() < KNOWN_MAX && heading.length() <= HEADING_CHARACTERS_MAX) {
        KNOWN.put(key, known);
      }
    }
    return known;
  }

  /** The heading with one digit for all: none of the expressions asks which it is. */
  private static String digitless(String heading) {
    if (!Hints.digit(heading)) {
      return heading;
    }
    char[] signs = heading.toCharArray();
    for (int i = 0; i < signs.length; i++) {
      signs[i] = signs[i] >= '0' && signs[i] <= '9' ? '0' : signs[i];
    }
    return new String(signs);
  }

  private static Optional<Polarity> look(String heading) {
    String bare = bare(heading);
    if (bare.isEmpty() || bare.length() > 300) {
      return Optional.empty();
    }
    String head = Rx.all(bare, "\\s*\\([^()]{0,200}\\)", "").strip();
    if (TRIGGER.matcher(bare).find()) {
      return Optional.of(Polarity.TRIGGER);
    }
    if (CHOICE.matcher(head).find()) {
      return Optional.of(Polarity.CHOICE);
    }
    if (head.contains("checklist") && SIGNOFF.matcher(head).find()) {
      return Optional.of(Polarity.CRITERION);
    }
    if (whole(NOTE, head)) {
      return Optional.of(Polarity.NOTE);
    }
    if (whole(CONTACT, head) || Rx.matches(head, ".*\\b(?:contacts?|contact information)$")) {
      return Optional.of(Polarity.CONTACT);
    }
    if (SIGNOFF.matcher(head).find() && !waits(head)) {
      return Optional.of(Polarity.SIGNOFF);
    }
    if (whole(TASK, head)) {
      return Optional.of(Polarity.TASK);
    }
    if (PRECONDITION.matcher(head).find()) {
      return Optional.of(Polarity.PRECONDITION);
    }
    if (CRITERION.matcher(head).find()) {
      return Optional.of(Polarity.CRITERION);
    }
    boolean task = TASK.matcher(head).find() || (head.indexOf(' ') > 0 && Words.imperative(head));
    return task ? Optional.of(Polarity.TASK) : Tongues.polarity(head);
  }

  /** Waiting until others have approved is something to do. */
  private static boolean waits(String head) {
    return Rx.matches(head, "(?:wait|ask) for .*");
  }

  /** The same below a heading that says something itself; nothing when that is to be kept. */
  static Optional<Polarity> polarity(String heading, Polarity around) {
    Optional<Polarity> own = polarity(heading);
    String head = head(heading);
    boolean holds = around == Polarity.PRECONDITION || around == Polarity.CRITERION;
    if (own.filter(p -> p != Polarity.TASK).isEmpty() && ANY_OF.matcher(head).find()) {
      return holds ? Optional.empty() : Optional.of(Polarity.TRIGGER);
    }
    if (around == Polarity.PRECONDITION && own.filter(p -> p == Polarity.CRITERION).isPresent()) {
      boolean said = Rx.matches(head, "post.*|.*\\b(?:success|criteria|criterion|acceptance)\\b.*");
      return said ? own : Optional.empty();
    }
    if (around == Polarity.CRITERION && head.contains("communication")) {
      return own;
    }
    boolean topic = !whole(TASK, head) || whole(TOPIC, head);
    if (holds && topic && own.filter(p -> p == Polarity.TASK).isPresent()) {
      return Words.imperative(head) && !head.contains("check") ? own : Optional.empty();
    }
    return own;
  }

  /** Whether the heading only says when: then what is below says whether it is to be done. */
  static boolean onlyWhen(String heading) {
    return whole(ONLY_WHEN, head(heading))
        || Rx.matches(bare(heading), ".*\\b(?:before|prior to)\\b.*|.*,? or (?:its|a) pre-.*");
  }

  /** Whether the heading names what comes after a deployment, a release or the like. */
  static boolean after(String heading) {
    return Rx.matches(head(heading), "(?:.* )?post-.*");
  }

  private static String head(String heading) {
    return Rx.all(bare(heading), "\\s*\\([^()]{0,200}\\)", "").strip();
  }

  private static boolean whole(Pattern pattern, String head) {
    return pattern.matcher(head).matches();
  }

  /** Whether the words below are there to be looked at or done, one by one. */
  static boolean asks(String heading) {
    return Rx.of(
            "\\b(?:check-?lists?|checks|criteria|to-?do|readiness|verification|validation|"
                + "requirements|status)\\b")
        .matcher(bare(heading))
        .find();
  }

  /** Whether the heading names a procedure, so that the page is one of procedures. */
  static boolean procedure(String heading) {
    return PROCEDURE.matcher(Rx.all(bare(heading), "\\s*\\([^()]{0,200}\\)", "")).matches();
  }

  /** A heading that says it is a step: {@code Step 2: …}. */
  static boolean step(String heading) {
    return Rx.matches(Inline.plain(heading), "(?i)[^\\p{L}\\d]*step \\d+.*");
  }

  /** A heading with a number before its words. */
  static boolean numbered(String heading) {
    return Rx.matches(Inline.plain(heading), "[^\\p{L}\\d]*\\d+(?:\\.\\d+)*[.):]? +\\S.*");
  }
}
