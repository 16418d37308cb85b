package dev.holddown.playbooks;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.holddown.domain.kernel.Digest;
import dev.holddown.domain.playbook.Arg;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Metric;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.playbook.Watch;
import dev.holddown.engine.port.PlaybookCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The compiled playbook as JSON (RFC 8259, UTF-8): fields in alphabetical order, maps in the order
 * written, durations in ISO 8601, each branch of a sealed type named by {@code kind}. The names are
 * listed here, so that a renamed class does not change a stored playbook.
 */
public final class PlaybookJson implements PlaybookCodec {
  private static final Set<String> PLACE = Set.of("file", "line", "column");

  /** Made when the first playbook is stored or read back: {@code validate} needs none of it. */
  private static final class Format {
    static final JsonMapper JSON = mapper();
  }

  private static JsonMapper mapper() {
    return JsonMapper.builder()
        .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
        .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
        .enable(DeserializationFeature.USE_LONG_FOR_INTS)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        // what an older version did not know of is an empty optional; anything else is an error
        .disable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .addMixIn(Arg.class, Args.class)
        .addMixIn(Arg.Part.class, Parts.class)
        .addMixIn(Item.class, Items.class)
        .addMixIn(Watch.Source.class, Sources.class)
        .addMixIn(Metric.Baseline.class, Baselines.class)
        .build();
  }

  @Override
  public byte[] write(Playbook playbook) {
    return Format.JSON.writeValueAsBytes(playbook);
  }

  /**
   * @throws IllegalArgumentException when the bytes are no compiled playbook of this version
   */
  @Override
  public Playbook read(byte[] bytes) {
    try {
      return Format.JSON.treeToValue(
          OlderPlaybooks.lifted(Format.JSON.readTree(bytes)), Playbook.class);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "the compiled playbook cannot be read: " + e.getOriginalMessage(), e);
    }
  }

  @Override
  public String wayBack(Playbook playbook) {
    JsonNode whole = Format.JSON.readTree(write(playbook));
    ObjectNode part = Format.JSON.createObjectNode();
    for (String key : List.of("id", "subject", "scopes", "rollback")) {
      part.set(key, whole.path(key));
    }
    return Digest.of(Format.JSON.writeValueAsBytes(withoutPlaces(part))).hex();
  }

  private static JsonNode withoutPlaces(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.propertyNames().stream()
          .filter(name -> isPlace(object.path(name)))
          .toList()
          .forEach(object::remove);
    }
    node.valueStream().forEach(PlaybookJson::withoutPlaces);
    return node;
  }

  /** What a user wrote may have the same names, and its values are objects. */
  static boolean isPlace(JsonNode node) {
    return node.isObject()
        && Set.copyOf(node.propertyNames()).equals(PLACE)
        && node.path("line").isNumber();
  }

  @Override
  public Inputs inputs(Playbook playbook, Map<String, Object> given) {
    List<String> pairs = new ArrayList<>();
    given.forEach((name, value) -> {
      Object text = value instanceof Map<?, ?> image ? image.get("ref") : value;
      pairs.add(name + "=" + (text instanceof Double number ? plain(number) : text));
    });
    InputReader.Given read = InputReader.read(playbook.scopes().inputs(), pairs);
    return new Inputs(
        read.values(),
        read.problems().stream().map(problem -> problem.replace("--input ", "with: ")).toList());
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Arg.Literal.class, name = "literal"),
    @JsonSubTypes.Type(value = Arg.Template.class, name = "template"),
    @JsonSubTypes.Type(value = Arg.SecretRef.class, name = "secret"),
    @JsonSubTypes.Type(value = Arg.Seq.class, name = "list"),
    @JsonSubTypes.Type(value = Arg.Tree.class, name = "map")
  })
  private interface Args {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Arg.Words.class, name = "words"),
    @JsonSubTypes.Type(value = Arg.Hole.class, name = "hole")
  })
  private interface Parts {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Item.Check.class, name = "check"),
    @JsonSubTypes.Type(value = Item.Step.class, name = "step"),
    @JsonSubTypes.Type(value = Item.Signoff.class, name = "signoff"),
    @JsonSubTypes.Type(value = Item.Runbook.class, name = "runbook"),
    @JsonSubTypes.Type(value = Item.Record.class, name = "record"),
    @JsonSubTypes.Type(value = Item.Message.class, name = "message"),
    @JsonSubTypes.Type(value = Item.Rollout.class, name = "rollout"),
    @JsonSubTypes.Type(value = Item.Hold.class, name = "hold"),
    @JsonSubTypes.Type(value = Item.Choose.class, name = "choose"),
    @JsonSubTypes.Type(value = Item.Group.class, name = "group")
  })
  private interface Items {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Watch.Source.OfMetric.class, name = "metric"),
    @JsonSubTypes.Type(value = Watch.Source.OfCall.class, name = "call"),
    @JsonSubTypes.Type(value = Watch.Source.Declared.class, name = "declared")
  })
  private interface Sources {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Metric.Baseline.Frozen.class, name = "frozen"),
    @JsonSubTypes.Type(value = Metric.Baseline.Offset.class, name = "offset")
  })
  private interface Baselines {}
}
