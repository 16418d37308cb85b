package dev.holddown.cli;

import dev.holddown.engine.port.Secrets;
import dev.holddown.spi.Secret;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Secrets where no data folder is opened. */
record FromEnvironment(Map<String, String> environment) implements Secrets {
  @Override
  public Optional<Secret> find(String name) {
    return Optional.ofNullable(environment.get(variable(name)))
        .map(value -> new Secret(name, value));
  }

  @Override
  public String where(String name) {
    return "the environment for " + variable(name) + ", since no data folder is opened";
  }

  private static String variable(String name) {
    return "HOLDDOWN_SECRET_" + name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }
}
