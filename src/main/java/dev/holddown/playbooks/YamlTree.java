package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Builds the trees of a file from the events of YAML 1.2. Its own loop instead of a composer: depth
 * and size are limited before anything is built, and tags, anchors and aliases are reported where
 * they stand instead of ending the reading.
 */
final class YamlTree {
  private final PlaybookFile file;
  private final List<String> lines;
  private final int[] points;
  private final Problems problems;
  private final TextRules rules;
  private final Deque<Frame> open = new ArrayDeque<>();
  private final List<Node> documents = new ArrayList<>();
  private int nodes;

  private YamlTree(PlaybookFile file, Problems problems) {
    this.file = file;
    this.lines = file.lines();
    this.points = file.text().codePoints().toArray();
    this.problems = problems;
    this.rules = new TextRules(problems);
  }

  /** The documents of a file; empty, with a problem, when it is not YAML or too large. */
  static List<Node> documents(PlaybookFile file, Problems problems) {
    return new YamlTree(file, problems).read();
  }

  private List<Node> read() {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file.file())
            .setCodePointLimit(Limits.DERIVED_BYTES_MAX)
            .build();
    try {
      for (Event event : new Parse(settings).parseString(file.text())) {
        if (!take(event)) {
          return List.of();
        }
      }
      return documents;
    } catch (MarkedYamlEngineException e) {
      // what is never closed is found at the end of the file, and mended where it begins
      Optional<Mark> mark =
          e.getProblemMark()
              .filter(at -> at.getPointer() < at.getBuffer().length)
              .or(e::getContextMark)
              .or(e::getProblemMark);
      rules.notYaml(
          mark.map(this::place).orElse(top()), e.getProblem(), mark.map(this::line).orElse(""));
    } catch (YamlEngineException e) {
      rules.notYaml(top(), String.valueOf(e.getMessage()).lines().findFirst().orElse(""), "");
    }
    return List.of();
  }

  /** False when a limit is passed. */
  private boolean take(Event event) {
    switch (event.getEventId()) {
      case Scalar -> put(scalar((ScalarEvent) event));
      case Alias -> {
        Place place = place(event);
        rules.alias(place, ((AliasEvent) event).getAlias().getValue());
        put(new Node.Broken(place));
      }
      case SequenceStart, MappingStart -> {
        CollectionStartEvent start = (CollectionStartEvent) event;
        open.push(new Frame(event.getEventId() == Event.ID.MappingStart, place(event)));
        start.getTag().ifPresent(tag -> rules.tag(place(event), tag));
        anchor(start);
      }
      case SequenceEnd, MappingEnd -> put(open.pop().node());
      default -> {}
    }
    return withinLimits(event);
  }

  private boolean withinLimits(Event event) {
    if (open.size() > Limits.DEPTH_LEVELS_MAX) {
      problems.add(
          place(event),
          "this is nested deeper than " + Limits.DEPTH_LEVELS_MAX + " levels",
          "make it flatter: nothing that a playbook can say needs that depth");
      return false;
    }
    if (event instanceof NodeEvent && ++nodes > Limits.NODES_MAX) {
      problems.add(
          place(event),
          String.format(
              Locale.ROOT, "the file has more than %,d keys and values", Limits.NODES_MAX),
          "split it into several playbooks");
      return false;
    }
    return true;
  }

  private Node scalar(ScalarEvent event) {
    Place place = place(event);
    anchor(event);
    Optional<String> tag = event.getTag();
    if (tag.isPresent()) {
      rules.tag(place, tag.get());
      return new Node.Broken(place);
    }
    boolean cut = event.isPlain() && event.getEndMark().map(this::commentFollows).orElse(false);
    return new Node.Scalar(event.getValue(), event.isPlain(), cut, place, content(event));
  }

  private void anchor(NodeEvent event) {
    event.getAnchor().ifPresent(anchor -> rules.anchor(place(event), anchor.getValue()));
  }

  private boolean commentFollows(Mark end) {
    int at = end.getIndex();
    while (at < points.length && (points[at] == ' ' || points[at] == '\t')) {
      at++;
    }
    return at < points.length && points[at] == '#';
  }

  private Place content(ScalarEvent event) {
    int line = event.getStartMark().map(Mark::getLine).orElse(0) + 1;
    int column = event.getStartMark().map(Mark::getColumn).orElse(0) + 1;
    return switch (event.getScalarStyle()) {
      case SINGLE_QUOTED, DOUBLE_QUOTED -> file.origin().at(line, column + 1);
      case LITERAL, FOLDED -> {
        String next = line < lines.size() ? lines.get(line) : "";
        int indent = next.length() - next.stripLeading().length();
        yield file.origin().at(line + 1, indent + 1);
      }
      default -> file.origin().at(line, column);
    };
  }

  private void put(Node node) {
    Frame frame = open.peek();
    if (frame != null) {
      frame.put(node, rules);
    } else if (!TextRules.empty(node)) {
      documents.add(node);
    }
  }

  private Place top() {
    return file.origin().at(1, 1);
  }

  private Place place(Event event) {
    return event.getStartMark().map(this::place).orElse(top());
  }

  private Place place(Mark mark) {
    return file.origin().at(mark.getLine() + 1, mark.getColumn() + 1);
  }

  private String line(Mark mark) {
    return mark.getLine() < lines.size() ? lines.get(mark.getLine()) : "";
  }

  /** A mapping or list that is not complete yet. */
  private static final class Frame {
    private final boolean mapping;
    private final Place place;
    private final List<Node> nodes = new ArrayList<>();
    private final List<Node.Entry> entries = new ArrayList<>();
    private final Map<String, Place> seen = new HashMap<>();
    private Optional<Node> key = Optional.empty();

    Frame(boolean mapping, Place place) {
      this.mapping = mapping;
      this.place = place;
    }

    void put(Node node, TextRules rules) {
      if (!mapping) {
        nodes.add(rules.entry(node));
      } else if (key.isEmpty()) {
        key = Optional.of(node);
      } else {
        rules.keyed(key.get(), node, seen).ifPresent(entries::add);
        key = Optional.empty();
      }
    }

    Node node() {
      return mapping
          ? new Node.Mapping(List.copyOf(entries), place)
          : new Node.Listing(List.copyOf(nodes), place);
    }
  }
}
