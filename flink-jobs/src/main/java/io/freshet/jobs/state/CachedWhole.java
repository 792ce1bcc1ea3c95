package io.freshet.jobs.state;

import java.io.IOException;
import org.apache.flink.api.common.state.ValueState;

/** A state behind the cache that is read and written as one value. */
abstract class CachedWhole<T> extends CachedState<T> {
  private final ValueState<T> backing;

  CachedWhole(CachedStates owner, ValueState<T> backing, int index) {
    super(owner, index);
    this.backing = backing;
  }

  @Override
  final void begin(Held<T> held) throws IOException {
    enter(held);
    held.value = backing.value();
    held.isStored = held.value != null;
  }

  @Override
  final void write(Held<T> held) throws IOException {
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
