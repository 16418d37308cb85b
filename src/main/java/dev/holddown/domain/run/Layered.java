package dev.holddown.domain.run;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * A map in the order of first insertion that is cheap to copy: what was changed lately lies over
 * what was there before, and the two become one now and then. A run has a state for each of its
 * events, and thousands of items, of which an event changes one.
 *
 * <p>A map that was copied is not to be changed any more; nothing is ever taken out.
 *
 * @param <V> never null
 */
final class Layered<V> extends AbstractMap<String, V> {
  private static final int OVER_MIN = 12;

  private Map<String, V> base = Map.of();
  private Map<String, V> over = Map.of();
  private int added;

  /** Whether {@link #over} is another one's too; it is copied before the first change. */
  private boolean shared = true;

  Layered() {}

  /** The same map; what is put into it does not change this one. */
  Layered<V> copy() {
    Layered<V> copy = new Layered<>();
    copy.base = base;
    copy.over = over;
    copy.added = added;
    return copy;
  }

  @Override
  public @org.jspecify.annotations.Nullable V put(String key, V value) {
    if (shared) {
      over = new LinkedHashMap<>(over);
      shared = false;
    }
    V before = over.put(key, value);
    if (before == null) {
      before = base.get(key);
      added += before == null ? 1 : 0;
    }
    int overMax = (int) Math.max(OVER_MIN, 2 * Math.sqrt(base.size()));
    if (over.size() > overMax) {
      Map<String, V> one = new LinkedHashMap<>(base);
      one.putAll(over);
      base = one;
      over = Map.of();
      shared = true;
      added = 0;
    }
    return before;
  }

  @Override
  public @org.jspecify.annotations.Nullable V get(@org.jspecify.annotations.Nullable Object key) {
    V found = over.isEmpty() ? null : over.get(key);
    return found != null ? found : base.get(key);
  }

  @Override
  public V getOrDefault(@org.jspecify.annotations.Nullable Object key, V otherwise) {
    V found = get(key);
    return found == null ? otherwise : found; // the inherited one looks for what is not there twice
  }

  @Override
  public boolean containsKey(@org.jspecify.annotations.Nullable Object key) {
    return get(key) != null;
  }

  @Override
  public int size() {
    return base.size() + added;
  }

  @Override
  public boolean isEmpty() {
    return over.isEmpty() && base.isEmpty();
  }

  @Override
  public void forEach(BiConsumer<? super String, ? super V> action) {
    for (Map.Entry<String, V> entry : entrySet()) {
      action.accept(entry.getKey(), entry.getValue());
    }
  }

  @Override
  public Set<Map.Entry<String, V>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Map.Entry<String, V>> iterator() {
        return new Entries();
      }

      @Override
      public int size() {
        return Layered.this.size();
      }
    };
  }

  /** What was there before, as it is now, then what came since. */
  private final class Entries implements Iterator<Map.Entry<String, V>> {
    private final Iterator<Map.Entry<String, V>> before = base.entrySet().iterator();
    private final Iterator<Map.Entry<String, V>> since = over.entrySet().iterator();
    private int left = size();

    @Override
    public boolean hasNext() {
      return left > 0;
    }

    @Override
    public Map.Entry<String, V> next() {
      if (left-- <= 0) {
        throw new NoSuchElementException();
      }
      if (before.hasNext()) {
        Map.Entry<String, V> entry = before.next();
        V changed = over.get(entry.getKey());
        return changed == null ? entry : Map.entry(entry.getKey(), changed);
      }
      Map.Entry<String, V> entry = since.next();
      while (base.containsKey(entry.getKey())) {
        entry = since.next();
      }
      return entry;
    }
  }
}
