package dev.holddown.boot;

import dev.holddown.cli.Kit;
import dev.holddown.cli.Stage;
import dev.holddown.demo.DocumentWorld;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;

/** The world of a document, and a kit that runs its programs. */
final class DocumentStage implements Stage {
  /** What the services of a simulated world would be asked with; they look at none of it. */
  private static final List<String> SECRETS =
      List.of("CDN_TOKEN", "GRAFANA_TOKEN", "SUPER_SECRET_TOKEN");

  private final DocumentWorld world;
  private final Kit kit;

  private DocumentStage(DocumentWorld world, Kit kit) {
    this.world = world;
    this.kit = kit;
  }

  /** {@code kits} makes a kit from a workspace and an environment. */
  static DocumentStage start(
      String document,
      Path folder,
      BiFunction<Path, Map<String, String>, Kit> kits,
      Map<String, String> environment)
      throws IOException {
    DocumentWorld world = DocumentWorld.start(document, folder, InstantSource.system());
    Map<String, String> inside = new HashMap<>(environment);
    inside.put("PATH", world.path(environment.getOrDefault("PATH", "/usr/bin:/bin")));
    for (String secret : SECRETS) {
      inside.put(
          "HOLDDOWN_SECRET_" + secret, "simulated-value-of-" + secret.toLowerCase(Locale.ROOT));
    }
    return new DocumentStage(world, kits.apply(world.workspace().toAbsolutePath(), inside));
  }

  @Override
  public Kit kit() {
    return kit;
  }

  @Override
  public Path workspace() {
    return world.workspace();
  }

  @Override
  public Map<String, String> inputs() {
    return world.inputs();
  }

  @Override
  public void close() {
    world.close();
  }
}
