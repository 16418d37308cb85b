package dev.holddown.playbooks.markdown;

import java.util.ArrayList;
import java.util.List;

/**
 * Where each item of a page goes: into a stage, onto the way back, or among the watches. A page
 * that is all way back, or all triggers, is a list of its own.
 */
final class Plan {
  /** A stage or group with what stands in it: items and groups, in the order of the page. */
  static final class Node {
    final int section;
    final List<PaperItem> items = new ArrayList<>();
    final List<Node> groups = new ArrayList<>();
    final List<Object> order = new ArrayList<>();

    Node(int section) {
      this.section = section;
    }
  }

  private static final int DEPTH_MAX = 4;

  final List<Node> stages = new ArrayList<>();
  final List<Node> back = new ArrayList<>();
  final List<PaperItem> triggers = new ArrayList<>();
  private final Paper paper;
  private final int title;

  private Plan(Paper paper) {
    this.paper = paper;
    this.title = title(paper);
  }

  /** The places of all items of the page. */
  static Plan of(Paper paper) {
    Plan plan = new Plan(paper);
    boolean forward =
        paper.items().stream().anyMatch(item -> !plan.trigger(item) && !plan.back(item));
    for (PaperItem item : paper.items()) {
      if (forward && plan.trigger(item)) {
        plan.triggers.add(item);
      } else if (forward && plan.back(item)) {
        plan.put(plan.back, item);
      } else {
        plan.put(plan.stages, item);
      }
    }
    plan.phases();
    return plan;
  }

  /** A heading that only says rollback gives its sections as phases. */
  private void phases() {
    List<Node> phases = new ArrayList<>();
    for (Node node : back) {
      String heading = Headings.bare(paper.sections().get(node.section).heading());
      boolean wrapper =
          node.items.isEmpty()
              && Rx.matches(
                  heading, "(?:roll ?-?back|back-?out)(?: (?:steps?|procedures?|plan|checklist))?");
      phases.addAll(wrapper ? node.groups : List.of(node));
    }
    back.clear();
    back.addAll(phases);
  }

  /** The only heading of the first level: the title of the page, and no stage. */
  private static int title(Paper paper) {
    int only = -1;
    for (int i = 1; i < paper.sections().size(); i++) {
      if (paper.sections().get(i).level() == 1) {
        if (only > 0) {
          return 0;
        }
        only = i;
      }
    }
    return Math.max(0, only);
  }

  private boolean trigger(PaperItem item) {
    return paper.polarity(item) == Polarity.TRIGGER && item.kind() != PaperItem.Kind.STEP;
  }

  private boolean back(PaperItem item) {
    if (paper.polarity(item) == Polarity.TRIGGER) {
      return true;
    }
    for (int s : path(item.place().section())) {
      String heading = Headings.bare(paper.sections().get(s).heading());
      boolean way =
          Rx.matches(
              heading,
              "(?:.*\\b)?(?:roll ?-?back|back-?out)(?:"
                  + " (?:steps?|procedures?|plan|checklist|execution|process|"
                  + "instructions?))?(?:\\b.*)?");
      boolean other =
          Rx.matches(
              heading,
              ".*\\b(?:deploy\\w* (?:checklist|plan)|pre-.*|readiness|and roll"
                  + " ?-?back|enablement|planning|plan (?:documented|tested)|if)\\b.*");
      if (way && !other) {
        return true;
      }
    }
    return false;
  }

  /** The sections from the stage to the one of the item. */
  private List<Integer> path(int section) {
    List<Integer> path = new ArrayList<>();
    for (int s = section; s > 0 && s != title; s = paper.sections().get(s).parent()) {
      path.addFirst(s);
    }
    if (path.isEmpty()) {
      path.add(section);
    }
    return path.size() > DEPTH_MAX ? path.subList(0, DEPTH_MAX) : path;
  }

  private void put(List<Node> top, PaperItem item) {
    List<Integer> path = path(item.place().section());
    if (top == back && paper.polarity(item) == Polarity.TRIGGER) {
      path = path.subList(0, 1);
    }
    List<Node> level = top;
    Node node = new Node(-1);
    for (int section : path) {
      Node last = level.isEmpty() ? new Node(-1) : level.getLast();
      if (last.section != section) {
        last = new Node(section);
        level.add(last);
        if (node.section >= 0) {
          node.order.add(last);
        }
      }
      node = last;
      level = last.groups;
    }
    node.items.add(item);
    node.order.add(item);
  }

  /** The title of a stage or group. */
  String heading(Node node) {
    String heading = Taking.title(paper.sections().get(node.section).heading());
    if (heading.isBlank()) {
      return node.section == 0 || heading.isEmpty() ? paper.page().title() : heading;
    }
    return heading;
  }
}
