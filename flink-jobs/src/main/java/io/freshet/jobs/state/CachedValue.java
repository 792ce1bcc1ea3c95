package io.freshet.jobs.state;

import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.apache.flink.api.common.state.ValueState;
import org.jspecify.annotations.Nullable;

/** A value behind the cache. */
final class CachedValue<T> extends CachedWhole<T> implements ValueState<T> {
  private final ToIntFunction<T> weight;
  private final Consumer<T> forgotten;

  CachedValue(
      CachedStates owner,
      ValueState<T> backing,
      int index,
      ToIntFunction<T> weight,
      Consumer<T> forgotten) {
    super(owner, backing, index);
    this.weight = weight;
    this.forgotten = forgotten;
  }

  @Override
  int weight(T value) {
    return weight.applyAsInt(value);
  }

  @Override
  void forgotten(T value) {
    forgotten.accept(value);
  }

  @Override
  @SuppressWarnings("NullAway") // Flink's interface says null for nothing without saying so
  public @Nullable T value() throws IOException {
    return held().value;
  }

  @Override
  public void update(T value) throws IOException {
    Held<T> held = held();
    held.value = value;
    changed(held);
  }
}
