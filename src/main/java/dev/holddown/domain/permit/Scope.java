package dev.holddown.domain.permit;

import java.util.List;

/** Which services and environments something is about; an empty list is all of them. */
public record Scope(List<String> services, List<String> environments) {
  /** Everything. */
  public static Scope all() {
    return new Scope(List.of(), List.of());
  }

  /** Whether it is about this service in this environment. */
  public boolean covers(String service, String environment) {
    return (services.isEmpty() || services.contains(service))
        && (environments.isEmpty() || environments.contains(environment));
  }

  @Override
  public String toString() {
    return (services.isEmpty() ? "every service" : String.join(", ", services))
        + " in "
        + (environments.isEmpty() ? "every environment" : String.join(", ", environments));
  }
}
