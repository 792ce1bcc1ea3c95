package io.freshet.jobs.layer;

import java.time.Duration;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/** Keyed states by name. A name is never changed: it is how a savepoint finds them. */
final class States {
  private final KeyedStateStore store;

  States(KeyedStateStore store) {
    this.store = store;
  }

  <T> ValueState<T> value(String name, TypeInformation<T> type) {
    return store.getState(new ValueStateDescriptor<>(name, type));
  }

  <T> ValueState<T> value(String name, Class<T> type) {
    return value(name, TypeInformation.of(type));
  }

  <K, V> MapState<K, V> map(String name, TypeInformation<K> key, TypeInformation<V> value) {
    return store.getMapState(new MapStateDescriptor<>(name, key, value));
  }

  /** Version of a removed item, forgotten after the retention. */
  ValueState<Long> removedVersion(Duration retention) {
    ValueStateDescriptor<Long> descriptor =
        new ValueStateDescriptor<>("removed-version", Types.LONG);
    descriptor.enableTimeToLive(StateTtlConfig.newBuilder(retention).build());
    return store.getState(descriptor);
  }
}
