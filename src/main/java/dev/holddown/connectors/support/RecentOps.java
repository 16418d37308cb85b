package dev.holddown.connectors.support;

import java.util.LinkedHashMap;
import java.util.Map;

/** Remembers which operations have landed, the newest so many, while this process lives. */
public final class RecentOps {
  /** Operations remembered; the oldest is forgotten first. */
  public static final int OPERATIONS_MAX = 10_000;

  private final Map<String, Boolean> landed =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > OPERATIONS_MAX;
        }
      };

  public synchronized boolean contains(String operation) {
    return landed.containsKey(operation);
  }

  public synchronized void add(String operation) {
    landed.put(operation, Boolean.TRUE);
  }
}
