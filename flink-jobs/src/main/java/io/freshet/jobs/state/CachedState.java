package io.freshet.jobs.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.state.State;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.streaming.api.operators.KeyContext;
import org.jspecify.annotations.Nullable;

/**
 * One state behind the cache.
 *
 * @param <T> what is kept per key
 */
abstract class CachedState<T> implements State {
  /** What is held of one key, and what it was counted as. */
  static final class Held<T> {
    @Nullable T value;
    private int weight;

    Held(@Nullable T value) {
      this.value = value;
    }
  }

  private final CachedStates owner;
  private final ValueState<T> backing;
  private final Map<String, Held<T>> byKey = new HashMap<>();
  private final Map<String, Held<T>> dirty = new LinkedHashMap<>();

  /** The key asked for last: most are asked for several times in a row. */
  private @Nullable String lastKey;

  private @Nullable Held<T> last;

  CachedState(CachedStates owner, ValueState<T> backing) {
    this.owner = owner;
    this.backing = backing;
  }

  /** Entries that a value counts as. */
  abstract int weight(T value);

  /** What is held of the current key; read when it is not here yet. */
  final Held<T> held() throws IOException {
    String key = owner.currentKey();
    Held<T> held = last;
    if (held == null || !key.equals(lastKey)) {
      held = find(key);
      lastKey = key;
      last = held;
    }
    return held;
  }

  /** The current key's value was replaced, or changed in place. */
  final void changed(Held<T> held) {
    weigh(held);
    dirty.put(owner.currentKey(), held);
  }

  /** Writes everything changed; moves the current key. */
  final void writeAll(KeyContext context) throws IOException {
    for (Map.Entry<String, Held<T>> entry : dirty.entrySet()) {
      context.setCurrentKey(entry.getKey());
      write(entry.getValue().value);
    }
    dirty.clear();
  }

  /** Writes and forgets the key, which is the current one. */
  final void evict(String key) throws IOException {
    Held<T> held = byKey.remove(key);
    if (held == null) {
      return;
    }
    last = null;
    owner.grow(-1L - held.weight);
    if (dirty.remove(key) != null) {
      write(held.value);
    }
  }

  @Override
  public final void clear() {
    try {
      Held<T> held = held();
      if (held.value != null) {
        held.value = null;
        changed(held);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Held<T> find(String key) throws IOException {
    owner.touched(key);
    Held<T> held = byKey.get(key);
    if (held == null) {
      held = new Held<>(backing.value());
      byKey.put(key, held);
      owner.grow(1);
      weigh(held);
    }
    return held;
  }

  private void weigh(Held<T> held) {
    int weight = held.value == null ? 0 : weight(held.value);
    owner.grow(weight - held.weight);
    held.weight = weight;
  }

  private void write(@Nullable T value) throws IOException {
    if (value == null) {
      backing.clear();
    } else {
      backing.update(value);
    }
  }
}
