package io.freshet.jobs.layer;

import io.freshet.jobs.state.CachedKey;
import io.freshet.jobs.state.CachedStates;
import io.freshet.jobs.state.PartedState;
import io.freshet.jobs.state.PartsCodec;
import io.freshet.jobs.state.StateCodec;
import java.io.IOException;
import java.time.Duration;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyContext;
import org.jspecify.annotations.Nullable;

/** Keyed states by name. A name is never changed: it is how a savepoint finds them. */
final class States {
  private final KeyedStateStore store;
  private final KeyContext context;
  private final CachedStates cache;

  States(KeyedStateStore store, KeyContext context, long maxEntries) {
    this.store = store;
    this.context = context;
    cache = new CachedStates(store, context, maxEntries);
  }

  <T> ValueState<T> value(String name, TypeInformation<T> type) {
    return cache.value(name, type);
  }

  <T> ValueState<T> value(String name, StateCodec<T> codec) {
    return cache.value(name, codec);
  }

  <T> ValueState<T> value(String name, Class<T> type) {
    return value(name, TypeInformation.of(type));
  }

  <K, V> MapState<K, V> map(String name, TypeInformation<K> key, TypeInformation<V> value) {
    return cache.map(name, key, value);
  }

  <T> PartedState<T> parted(String name, PartsCodec<T> codec) {
    return cache.parted(name, codec);
  }

  /** Bytes as the backend has them, not cached: what an earlier release kept. */
  ValueState<byte[]> uncached(String name) {
    return new Uncached<>(
        store.getState(
            new ValueStateDescriptor<>(
                name, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO)));
  }

  /** Version of a removed item, forgotten after the retention: by the backend, so not cached. */
  ValueState<Long> removedVersion(Duration retention) {
    ValueStateDescriptor<Long> descriptor =
        new ValueStateDescriptor<>("removed-version", Types.LONG);
    descriptor.enableTimeToLive(StateTtlConfig.newBuilder(retention).build());
    return new Uncached<>(store.getState(descriptor));
  }

  /** A state of the backend, which is told the current key first. */
  private final class Uncached<T> implements ValueState<T> {
    private final ValueState<T> state;

    Uncached(ValueState<T> state) {
      this.state = state;
    }

    @Override
    @SuppressWarnings("NullAway") // Flink's interface says null for nothing without saying so
    public @Nullable T value() throws IOException {
      return current().value();
    }

    @Override
    public void update(T value) throws IOException {
      current().update(value);
    }

    @Override
    public void clear() {
      current().clear();
    }

    private ValueState<T> current() {
      context.setCurrentKey(context.getCurrentKey());
      return state;
    }
  }

  /** Keeps the value, or nothing where there is nothing in it. */
  static <T> void store(ValueState<T> state, T value, boolean isEmpty) throws IOException {
    if (isEmpty) {
      state.clear();
    } else {
      state.update(value);
    }
  }

  /** The current key. */
  CachedKey current() {
    return cache.current();
  }

  /** The current key will be this one. */
  void next(CachedKey key) {
    cache.next(key);
  }

  /** Writes everything that was changed to the backend. */
  void flush() throws IOException {
    cache.flush();
  }

  /** Makes room in memory. */
  void trim() throws IOException {
    cache.trim();
  }
}
