package io.freshet.jobs.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
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
    private final String key;
    @Nullable T value;
    private int weight;

    /** Place among the changed ones, or {@link #UNCHANGED}. */
    private int changedAt = UNCHANGED;

    /** The state backend holds a value of this key. */
    private boolean isStored;

    Held(String key, @Nullable T stored) {
      this.key = key;
      value = stored;
      isStored = stored != null;
    }
  }

  private static final int UNCHANGED = -1;

  private final CachedStates owner;
  private final ValueState<T> backing;
  private final int index;
  private final List<Held<T>> changed = new ArrayList<>();

  /**
   * A state of an owner.
   *
   * @param index of this state among the owner's
   */
  CachedState(CachedStates owner, ValueState<T> backing, int index) {
    this.owner = owner;
    this.backing = backing;
    this.index = index;
  }

  /** Entries that a value counts as. */
  abstract int weight(T value);

  /** A value leaves the cache. */
  void forgotten(T value) {}

  /** What is held of the current key; read when it is not here yet. */
  @SuppressWarnings("unchecked") // only this state writes to its place
  final Held<T> held() throws IOException {
    CachedKey key = owner.current();
    Held<T> held = (Held<T>) key.held[index];
    if (held == null) {
      owner.enter(key);
      held = new Held<>(key.key(), backing.value());
      key.held[index] = held;
      owner.grow(1);
      weigh(held);
    }
    return held;
  }

  /** A key's value was replaced, or changed in place. */
  final void changed(Held<T> held) {
    weigh(held);
    if (held.changedAt == UNCHANGED) {
      held.changedAt = changed.size();
      changed.add(held);
    }
  }

  /** Writes everything changed; moves the current key. */
  final void writeAll(KeyContext context) throws IOException {
    for (Held<T> held : changed) {
      context.setCurrentKey(held.key);
      write(held);
      held.changedAt = UNCHANGED;
    }
    changed.clear();
  }

  /** Writes what is held of a key that leaves, and is the current one. */
  @SuppressWarnings("unchecked") // only this state writes to its place
  final void evict(CachedKey key) throws IOException {
    Held<T> held = (Held<T>) key.held[index];
    if (held == null) {
      return;
    }
    owner.grow(-1L - held.weight);
    if (held.changedAt != UNCHANGED) {
      write(held);
      Held<T> last = changed.remove(changed.size() - 1);
      if (last != held) {
        changed.set(held.changedAt, last);
        last.changedAt = held.changedAt;
      }
    }
    if (held.value != null) {
      forgotten(held.value);
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

  private void weigh(Held<T> held) {
    int weight = held.value == null ? 0 : weight(held.value);
    owner.grow(weight - held.weight);
    held.weight = weight;
  }

  private void write(Held<T> held) throws IOException {
    T value = held.value;
    if (value != null) {
      backing.update(value);
    } else if (held.isStored) {
      // Most of what comes and goes between two checkpoints was never written.
      backing.clear();
    }
    held.isStored = value != null;
  }
}
