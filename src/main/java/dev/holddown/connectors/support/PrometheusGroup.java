package dev.holddown.connectors.support;

import dev.holddown.spi.Answer;
import dev.holddown.spi.Proof;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Questions to Prometheus of which one call answers many: they differ in the value of one label in
 * their queries, and in nothing else. A query without a {@link PromqlShape} is the same text in all
 * of them, so its answer is the same as well.
 */
public final class PrometheusGroup {
  /** Values that one query asks for. */
  public static final int VALUES_MAX = 100;

  private static final List<String> QUERIES = List.of("query", "samples", "fresh-by");

  private final Map<String, Object> first;
  private final String label;
  private final List<Optional<String>> values;
  private final Map<String, PromqlShape> shapes;

  private PrometheusGroup(
      Map<String, Object> first,
      String label,
      List<Optional<String>> values,
      Map<String, PromqlShape> shapes) {
    this.first = first;
    this.label = label;
    this.values = values;
    this.shapes = shapes;
  }

  /** The queries of a question that have a shape, and the labels in which they may differ. */
  private record Read(Map<String, PromqlShape> shapes, Map<String, String> labels) {
    static Optional<Read> of(Map<String, Object> args) {
      Map<String, PromqlShape> shapes = new LinkedHashMap<>();
      for (String name : QUERIES) {
        if (args.get(name) instanceof String query) {
          PromqlShape.of(query).ifPresent(shape -> shapes.put(name, shape));
        }
      }
      if (!shapes.containsKey("query")) {
        return Optional.empty();
      }
      Map<String, String> labels = new LinkedHashMap<>(shapes.get("query").labels());
      for (PromqlShape shape : shapes.values()) {
        shape
            .labels()
            .forEach((name, value) -> {
              if (!labels.getOrDefault(name, value).equals(value)) {
                labels.remove(name);
              }
            });
      }
      return labels.isEmpty() ? Optional.empty() : Optional.of(new Read(shapes, labels));
    }

    Map<String, Object> common(Map<String, Object> args) {
      Map<String, Object> common = new LinkedHashMap<>(args);
      shapes.forEach((name, shape) -> common.put(name, shape.without(labels.keySet())));
      common.put("labels", Set.copyOf(labels.keySet()));
      return common;
    }
  }

  /** What a question has in common with those that may be asked together with it. */
  public static Optional<Map<String, Object>> common(Map<String, Object> args) {
    return Read.of(args).map(read -> read.common(args));
  }

  /**
   * The questions that one call answers together with the first one, which have the same {@link
   * #common}; empty when it is alone.
   *
   * @param all their arguments
   */
  public static Optional<PrometheusGroup> of(List<Map<String, Object>> all) {
    Optional<Read> first = Read.of(all.getFirst());
    if (first.isEmpty()) {
      return Optional.empty();
    }
    List<Map<String, String>> labels =
        all.stream().map(args -> Read.of(args).map(Read::labels).orElse(Map.of())).toList();
    PrometheusGroup best = null;
    long most = 1;
    for (String label : first.get().labels().keySet()) {
      List<Optional<String>> values = values(labels, label);
      long found = values.stream().flatMap(Optional::stream).distinct().count();
      if (found > most) {
        most = found;
        best = new PrometheusGroup(all.getFirst(), label, values, first.get().shapes());
      }
    }
    return Optional.ofNullable(best);
  }

  /** Of each question the label's value, where it differs from the first in no other label. */
  private static List<Optional<String>> values(List<Map<String, String>> labels, String label) {
    Map<String, String> rest = new HashMap<>(labels.getFirst());
    rest.remove(label);
    Set<String> taken = new LinkedHashSet<>();
    List<Optional<String>> values = new ArrayList<>();
    for (Map<String, String> one : labels) {
      Map<String, String> others = new HashMap<>(one);
      Optional<String> value =
          Optional.ofNullable(others.remove(label)).filter(v -> others.equals(rest));
      boolean room = taken.size() < VALUES_MAX || value.filter(taken::contains).isPresent();
      values.add(value.filter(v -> room));
      value.filter(v -> room).ifPresent(taken::add);
    }
    return values;
  }

  /** The arguments of the one question for all of them. */
  public Map<String, Object> args() {
    Set<String> asked = new LinkedHashSet<>();
    values.forEach(value -> value.ifPresent(asked::add));
    Map<String, Object> args = new LinkedHashMap<>(first);
    shapes.forEach((name, shape) -> {
      if (shape.labels().containsKey(label)) {
        args.put(name, shape.together(label, asked));
      }
    });
    return args;
  }

  /** One answer for all that are asked, such as that there was none in time. */
  public List<Optional<Answer>> each(Answer answer) {
    return values.stream().map(value -> value.map(v -> answer)).toList();
  }

  /** None: each is asked alone. */
  public static List<Optional<Answer>> none(int questions) {
    return Collections.nCopies(questions, Optional.empty());
  }

  /**
   * What each question's own queries would have given. None where Prometheus warns of something, as
   * that may be about another one's data, or where a row belongs to none of the values.
   *
   * @param at the moment asked about, in milliseconds since 1970
   */
  public List<Optional<Answer>> answers(
      PrometheusEvidence found, PrometheusEvidence.Rule rule, long at) {
    Optional<Parted> main = parted("query", found.main(), at);
    Optional<Parted> samples = found.samples().flatMap(f -> parted("samples", f, at));
    Optional<Parted> freshBy = found.freshBy().flatMap(f -> parted("fresh-by", f, at));
    boolean whole =
        main.isPresent()
            && samples.isPresent() == found.samples().isPresent()
            && freshBy.isPresent() == found.freshBy().isPresent();
    if (!whole) {
      return none(values.size());
    }
    return values.stream()
        .map(value ->
            value.map(own -> {
              PrometheusEvidence evidence =
                  new PrometheusEvidence(
                      main.get().of(own, at),
                      samples.map(parted -> parted.of(own, at)),
                      freshBy.map(parted -> parted.of(own, at)));
              return evidence.judge(rule, at, proof(own, main.get()));
            }))
        .toList();
  }

  /** Rows by the value they belong to; those of a query that is the same for all are everyone's. */
  private record Parted(
      Map<String, List<PrometheusEvidence.Seen>> rows,
      Optional<List<PrometheusEvidence.Seen>> everyones) {
    List<PrometheusEvidence.Seen> rows(String value) {
      return everyones.orElse(rows.getOrDefault(value, List.of()));
    }

    PrometheusEvidence.Found of(String value, long at) {
      return new PrometheusEvidence.Found(Map.of(at, rows(value)), Set.of());
    }
  }

  private Optional<Parted> parted(String name, PrometheusEvidence.Found found, long at) {
    if (!found.warnings().isEmpty()) {
      return Optional.empty();
    }
    List<PrometheusEvidence.Seen> all = found.at(at);
    PromqlShape shape = shapes.get(name);
    if (shape == null || !shape.labels().containsKey(label)) {
      return Optional.of(new Parted(Map.of(), Optional.of(all)));
    }
    Map<String, List<PrometheusEvidence.Seen>> rows = new HashMap<>();
    values.forEach(value -> value.ifPresent(v -> rows.put(v, new ArrayList<>())));
    for (PrometheusEvidence.Seen row : all) {
      List<PrometheusEvidence.Seen> of = rows.get(row.labels().getOrDefault(label, ""));
      if (of == null) {
        return Optional.empty();
      }
      Map<String, String> labels = new TreeMap<>(row.labels());
      if (shape.aggregates()) {
        labels.remove(label);
      }
      of.add(new PrometheusEvidence.Seen(labels, row.point()));
    }
    return Optional.of(new Parted(rows, Optional.empty()));
  }

  /** Only what is this question's own: whoever may see it may not see all that were asked. */
  private Proof proof(String value, Parted main) {
    StringBuilder request = new StringBuilder("one call for several watches; of them this one:\n");
    shapes.forEach((name, shape) -> {
      String query =
          shape.labels().containsKey(label)
              ? shape.together(label, List.of(value, "…"))
              : String.valueOf(first.get(name));
      request.append("  ").append(name).append('=').append(query).append('\n');
    });
    String response =
        main.rows(value).stream()
            .map(row ->
                PrometheusReply.shown(row.labels())
                    + " "
                    + row.point().value()
                    + " at "
                    + Instant.ofEpochMilli(row.point().atMillis()))
            .collect(Collectors.joining("\n"));
    return new Proof(request.toString(), response);
  }
}
