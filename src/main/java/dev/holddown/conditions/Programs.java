package dev.holddown.conditions;

import dev.holddown.engine.port.ExprCheck.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compiled expressions by source, the least used dropped first. Safe for many threads. */
final class Programs {
  /** Compiled expressions kept. */
  static final int PROGRAMS_MAX = 2_000;

  private final Map<String, Program> programs =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Program> eldest) {
          return size() > PROGRAMS_MAX;
        }
      };

  /** Loads CEL on first use, once for all. */
  private static final class Loaded {
    static final Language LANGUAGE = new Language();
  }

  Program of(String source) {
    if (source.length() > Language.SOURCE_CHARS_MAX) {
      return Program.broken(
          source.substring(0, 200),
          List.of(
              new Problem(
                  "the expression has "
                      + source.length()
                      + " characters; the limit is "
                      + Language.SOURCE_CHARS_MAX,
                  0,
                  "split it")));
    }
    synchronized (programs) {
      Program known = programs.get(source);
      if (known != null) {
        return known;
      }
    }
    // Compiled outside the lock: a slow one must not hold up the judgement of another watch.
    Program made = Loaded.LANGUAGE.compile(source);
    synchronized (programs) {
      programs.put(source, made);
    }
    return made;
  }

  int size() {
    synchronized (programs) {
      return programs.size();
    }
  }
}
