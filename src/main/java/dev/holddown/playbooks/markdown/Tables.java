package dev.holddown.playbooks.markdown;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** A table of a page: its cells, and what its columns say its rows are. */
final class Tables {
  /** What the rows of a table are. */
  enum Rows {
    CHECKS,
    LIMITS,
    STEPS,
    SIGNATURES,
    NOTHING
  }

  private static final Pattern SUBJECT =
      Pattern.compile(
          "(?:check(?: ?list)?(?: ?item| ?name)?|items?|tasks?|actions?(?:"
              + " items?)?|activit(?:y|ies)|steps?|requirements?|criteri(?:on|a)|controls?|"
              + "tests?(?:"
              + " ?cases?)?|questions?"
              + "|verifications?|deliverables?|validations?|gates?|to-?dos?|procedure|condition)");
  private static final Pattern STATE =
      Pattern.compile(
          "(?:status|state|done|owner|responsible.*|assign\\w*(?: to)?|verified(?:"
              + " by)?|complete\\w*|results?|pass(?:ed)?(?:/fail)?|pass ?/ ?fail|✅|☐|\\["
              + " ?\\]|yes/no|y/n|yes ?/ ?no|by whom|due(?: date)?|checked(?:"
              + " by)?|ok|ready|succeeded|signed|initials?|sign-?off|required|dri|expected(?:"
              + " result| outcome)?|evidence)\\??");
  private static final Pattern SIGNED =
      Pattern.compile(".*(?:sign(?:ature|ed|-?off)?|approv\\w+).*");
  private static final Pattern VOTE =
      Pattern.compile("(?:go|go ?(?:/|or) ?no-? ?go(?: (?:vote|decision))?|vote)\\??");
  private static final Pattern WHO =
      Pattern.compile(
          "(?:.*\\b)?(?:role|approver|name|title|stakeholder|team|department|function|"
              + "position|who|reviewer|sign-?off)(?:\\b.*)?");
  private static final Pattern ROLE =
      Pattern.compile(
          "(?:.*\\b)?(?:role|approver|title|stakeholder|department|function|position|reviewer|"
              + "team)(?:\\b.*)?");
  private static final Pattern LIMIT =
      Pattern.compile(
          "(?:.*\\b)?(?:warning|warn|critical|thresholds?|targets?|limits?|slos?|"
              + "objective|acceptable|alert(?:"
              + " level)?|goal|maximum|minimum|max|min|budget|red|amber|yellow|green|pass"
              + " criteria|success criteria|expected(?: value)?)(?:\\b.*)?");
  private static final Pattern NOT_CHECKS =
      Pattern.compile(
          "(?:severity|sev|priority|contact(?: information)?|phone|e-?mail|pager|escalat\\w*(?:"
              + " to)?|version|date|release"
              + " series|author|changes?|term|definition|meaning|field|variable|parameter|port|"
              + "environment"
              + " variable|env(?:ironment)? var\\w*|default|type|response(?:"
              + " time)?|impact|location|url|feature|plan|price|option|flag)");

  private static final Pattern YES_OR_NO =
      Pattern.compile(
          "(?i):white_check_mark:|✅|✓|✔️?|x|yes|no|❌|:x:|n/a|-|–|●|○|m|o" + "|required|optional");

  final List<String> head;
  private final List<List<String>> rows = new ArrayList<>();
  private final List<Integer> lines = new ArrayList<>();
  private final List<String> levels = new ArrayList<>();
  private final List<String> names = new ArrayList<>();

  Tables(Block table) {
    this.head = cells(table.lines.getFirst());
    for (int i = 2; i < table.lines.size(); i++) {
      if (!table.lines.get(i).isBlank()) {
        rows.add(cells(table.lines.get(i)));
        lines.add(table.first + i);
      }
    }
  }

  int rows() {
    return rows.size();
  }

  int line(int row) {
    return lines.get(row);
  }

  List<String> row(int row) {
    return rows.get(row);
  }

  String cell(int row, int column) {
    return column < rows.get(row).size() ? rows.get(row).get(column) : "";
  }

  /** The cells of a line; {@code \|} and bars in code do not separate. */
  static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean code = false;
    String bare = line.strip();
    for (int i = 0; i < bare.length(); i++) {
      char c = bare.charAt(i);
      if (c == '`') {
        code = !code && bare.indexOf('`', i + 1) > 0;
      }
      if (c == '\\' && i + 1 < bare.length() && bare.charAt(i + 1) == '|') {
        cell.append('|');
        i++;
      } else if (c == '|' && !code) {
        if (i > 0) {
          cells.add(cell.toString().strip());
        }
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    if (!cell.toString().isBlank()) {
      cells.add(cell.toString().strip());
    }
    return cells;
  }

  String name(int column) {
    while (names.size() <= column) {
      String cell = head.get(names.size());
      names.add(Inline.plain(cell).toLowerCase(Locale.ROOT).strip());
    }
    return names.get(column);
  }

  int column(Pattern pattern, int from) {
    for (int i = from; i < head.size(); i++) {
      if (pattern.matcher(name(i)).matches()) {
        return i;
      }
    }
    return -1;
  }

  /** The column of numbers that must hold; −1 when there is none. */
  int limits() {
    return column(LIMIT, 1);
  }

  /** The names of the columns that hold limits, by index; empty where a column holds none. */
  List<String> levels() {
    if (levels.isEmpty()) {
      for (int i = 0; i < head.size(); i++) {
        levels.add(i > 0 && LIMIT.matcher(name(i)).matches() ? name(i) : "");
      }
    }
    return levels;
  }

  /** The column that says what happens then; −1 when there is none. */
  int action() {
    return column(Rx.of("actions?|response|then|do|what to do|remediation"), 1);
  }

  /** The column that says who; −1 when there is none. */
  int owner() {
    return column(Rx.of("owners?|responsible.*|assign.*|who|dri|by whom|verified by|team|lead"), 1);
  }

  /** The column that holds what is done or checked. */
  int subject() {
    int named =
        column(
            Rx.of(
                "(?:check|task|action|activity|step|requirement|criteri(?:on|a)|item|question|"
                    + "test|control).*"),
            0);
    int first =
        Rx.matches(name(0), "#|no\\.?|nr\\.?|id|step|phase|\\s*|✓|✅|done|status|category|area")
                && head.size() > 1
            ? 1
            : 0;
    return named > first ? named : first;
  }

  /** What the rows are, by the names of the columns and the boxes in the cells. */
  Rows means(Polarity polarity, boolean procedural) {
    boolean boxes = rows.stream().anyMatch(row -> row.stream().anyMatch(Tables::boxed));
    int limit = limits();
    if (!boxes && procedural && limit < 0 && polarity != Polarity.NOTE && told()) {
      return Rows.CHECKS;
    }
    if (!boxes && column(NOT_CHECKS, 0) == 0) {
      return Rows.NOTHING;
    }
    if (polarity == Polarity.CONTACT) {
      return Rows.NOTHING;
    }
    if (column(WHO, 0) == 0 && (column(SIGNED, 1) > 0 || column(VOTE, 1) > 0)) {
      return Rows.SIGNATURES;
    }
    if (!boxes && (unsigned(polarity) || polarity == Polarity.SIGNOFF && gates())) {
      return Rows.SIGNATURES;
    }
    if (boxes) {
      return Rows.CHECKS;
    }
    if (limit > 0
        && rows.stream().anyMatch(row -> row.stream().anyMatch(c -> Rx.matches(c, ".*\\d.*")))) {
      return Rows.LIMITS;
    }
    if (!procedural) {
      return Rows.NOTHING;
    }
    if (matrix() && polarity != Polarity.NOTE) {
      return Rows.CHECKS;
    }
    boolean quiet = polarity == Polarity.NOTE;
    if (!quiet
        && Rx.matches(name(0), "steps?|#|\\d*")
        && column(Rx.of("commands?|actions?|activity|task|procedure"), 1) > 0) {
      return Rows.STEPS;
    }
    if (SUBJECT.matcher(name(subject())).matches() && column(STATE, 1) > 0 && !quiet) {
      return Rows.CHECKS;
    }
    boolean timed =
        Rx.matches(name(0), "time|when|t[+-].*|phase|day|week")
            && column(Rx.of("actions?|activity|tasks?|steps?"), 1) > 0;
    return timed && procedural && !quiet ? Rows.STEPS : Rows.NOTHING;
  }

  /** Whether a column of checks or steps says what to do about what the first column names. */
  private boolean told() {
    int column =
        column(Rx.of("checks?|steps?|verification(?: steps?)?|how to (?:check|verify)"), 1);
    if (column < 0 || column != subject() || column(WHO, 0) == 0 || rows.isEmpty()) {
      return false;
    }
    boolean duty = Rx.matches(name(0), "(?:severity|sev|priority|level|escalat\\w*).*");
    List<String> cells = new ArrayList<>();
    for (int r = 0; r < rows.size(); r++) {
      cells.add(Rx.first(Inline.plain(cell(r, column)), "^\\d+[.)] ", ""));
    }
    return !duty && Words.actionable(cells, false) >= 0.6;
  }

  /** Whether each row waits for the consent of somebody it names. */
  private boolean gates() {
    return owner() > 0
        && column(ROLE, 0) != 0
        && column(Rx.of("(?:sign(?:ed|ing)? )?dates?|status|decision|approved?|signed"), 1) > 0;
  }

  /** Who signs a row: who is named as its owner, or what its first cell says. */
  String signs(int row, String first) {
    String owner = owner() > 0 && column(ROLE, 0) != 0 ? Inline.plain(cell(row, owner())) : "";
    return owner.isBlank() || Fields.blank(owner) ? Inline.plain(first) : owner;
  }

  /** Roles with a name and a date that are to be filled in, under whatever heading. */
  private boolean unsigned(Polarity polarity) {
    if (column(ROLE, 0) != 0 || rows.isEmpty()) {
      return false;
    }
    int name = column(Rx.of("(?:full |print(?:ed)? )?names?"), 1);
    int date = column(Rx.of("(?:sign(?:ed|ing)? )?dates?(?:[ /].*)?|when|timestamp"), 1);
    if (polarity == Polarity.SIGNOFF && (name > 0 || date > 0)) {
      return true;
    }
    int open = 0;
    for (int r = 0; r < rows.size(); r++) {
      open += date > 0 && Rx.matches(cell(r, date), "[\\s_./\\-–—…\\[\\]()YMDymd]*") ? 1 : 0;
    }
    return name > 0 && date > 0 && open * 2 > rows.size();
  }

  /** Whether at least two columns hold nothing but yes and no. */
  private boolean matrix() {
    BitSet any = new BitSet();
    BitSet other = new BitSet();
    for (List<String> row : rows) {
      for (int c = 1; c < row.size() && c < head.size(); c++) {
        boolean yes = YES_OR_NO.matcher(row.get(c)).matches();
        any.set(c, any.get(c) || yes);
        other.set(c, other.get(c) || (!yes && !row.get(c).isEmpty()));
      }
    }
    any.andNot(other);
    int ticks = any.cardinality();
    return ticks >= 2;
  }

  /** Whether a cell holds a box. */
  static boolean boxed(String cell) {
    return Marker.of(cell).filter(m -> m.box().drawn() && !m.listed()).isPresent();
  }
}
