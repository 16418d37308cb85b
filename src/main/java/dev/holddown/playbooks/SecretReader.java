package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Arg;
import dev.holddown.spi.Manual;

/** Reads {@code {secret: name}}: a name that the engine resolves at the last moment. */
final class SecretReader {
  private final Context context;

  SecretReader(Context context) {
    this.context = context;
  }

  static boolean looksLike(Node node) {
    return node instanceof Node.Mapping mapping
        && mapping.entries().size() == 1
        && mapping.entries().getFirst().key().equals("secret");
  }

  Arg read(Node.Mapping mapping, Manual.Field field) {
    Node node = mapping.entries().getFirst().value();
    String name = context.values().literal(node, "secret");
    if (!field.secret()) {
      context
          .problems()
          .add(
              mapping.place(),
              "`" + field.name() + "` takes no secret",
              "a secret may stand only where the action's manual says so");
    } else if (!name.isEmpty() && !name.matches("[A-Za-z][A-Za-z0-9_.-]*")) {
      context
          .problems()
          .add(
              node.place(),
              "the secret `" + name + "` must be named by letters, digits, _ . and -",
              "write the name of the secret, never its value");
    }
    return new Arg.SecretRef(name, mapping.place());
  }
}
