package io.freshet.jobs.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.State;
import org.jspecify.annotations.Nullable;

/**
 * One state behind the cache.
 *
 * @param <T> what is kept per key
 */
abstract class CachedState<T> implements State {
  /** What is held of one key, and what it was counted as. */
  static final class Held<T> {
    final CachedKey key;
    @Nullable T value;

    /** The state backend holds a value of this key. */
    boolean isStored;

    /** The value is all there is; only parted values are ever less. */
    boolean isWhole = true;

    private int weight;

    /** Place among the changed ones, or {@link #UNCHANGED}. */
    private int changedAt = UNCHANGED;

    Held(CachedKey key) {
      this.key = key;
    }
  }

  private static final int UNCHANGED = -1;

  private final CachedStates owner;
  private final int index;
  private final List<Held<T>> changed = new ArrayList<>();

  /**
   * A state of an owner.
   *
   * @param index of this state among the owner's
   */
  CachedState(CachedStates owner, int index) {
    this.owner = owner;
    this.index = index;
  }

  /** A key is touched for the first time: takes what the state backend holds of it, or not yet. */
  abstract void begin(Held<T> held) throws IOException;

  /** Writes to the state backend, whose current key is the held one's. */
  abstract void write(Held<T> held) throws IOException;

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
      held = new Held<>(key);
      begin(held);
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
  final void writeAll() throws IOException {
    for (Held<T> held : changed) {
      enter(held);
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
    // Only now: what is written may be let go, and counts less.
    owner.grow(-1L - held.weight);
    // Whoever keeps the key must not keep what it held.
    key.held[index] = null;
  }

  @Override
  public void clear() {
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

  /** Tells the state backend the key. */
  final void enter(Held<T> held) {
    owner.enter(held.key);
  }

  /** The value grew or shrank. */
  final void weigh(Held<T> held) {
    int weight = held.value == null ? 0 : weight(held.value);
    owner.grow(weight - held.weight);
    held.weight = weight;
  }
}
