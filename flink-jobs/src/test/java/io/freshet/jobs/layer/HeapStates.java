package io.freshet.jobs.layer;

import io.freshet.jobs.state.PartedState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.ValueState;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Keyed state on plain maps, for rules that are tested without a runtime. */
@NullMarked
final class HeapStates {
  private String currentKey = "";

  void key(String key) {
    currentKey = key;
  }

  <T> ValueState<T> value() {
    return new HeapValue<>();
  }

  <K, V> MapState<K, V> map() {
    return new HeapMap<>();
  }

  <T> PartedState<T> parted(Supplier<T> empty) {
    return new HeapParts<>(empty);
  }

  /** Always whole. */
  private final class HeapParts<T> implements PartedState<T> {
    private final Map<String, T> values = new HashMap<>();
    private final Supplier<T> empty;

    HeapParts(Supplier<T> empty) {
      this.empty = empty;
    }

    @Override
    public T part() {
      return whole();
    }

    @Override
    public T whole() {
      return values.computeIfAbsent(currentKey, key -> empty.get());
    }

    @Override
    public void changed() {}

    @Override
    public void clear() {
      values.remove(currentKey);
    }
  }

  private final class HeapValue<T> implements ValueState<T> {
    private final Map<String, T> values = new HashMap<>();

    @Override
    @SuppressWarnings("NullAway") // Flink's interface says null for nothing without saying so
    public @Nullable T value() {
      return values.get(currentKey);
    }

    @Override
    public void update(T value) {
      values.put(currentKey, value);
    }

    @Override
    public void clear() {
      values.remove(currentKey);
    }
  }

  private final class HeapMap<K, V> implements MapState<K, V> {
    private final Map<String, Map<K, V>> maps = new HashMap<>();

    private Map<K, V> map() {
      return maps.computeIfAbsent(currentKey, key -> new HashMap<>());
    }

    @Override
    @SuppressWarnings("NullAway") // Flink's interface says null for nothing without saying so
    public @Nullable V get(K key) {
      return map().get(key);
    }

    @Override
    public void put(K key, V value) {
      map().put(key, value);
    }

    @Override
    public void putAll(Map<K, V> entries) {
      map().putAll(entries);
    }

    @Override
    public void remove(K key) {
      map().remove(key);
    }

    @Override
    public boolean contains(K key) {
      return map().containsKey(key);
    }

    @Override
    public Iterable<Map.Entry<K, V>> entries() {
      List<Map.Entry<K, V>> copy = new ArrayList<>();
      map().forEach((key, value) -> copy.add(Map.entry(key, value)));
      return copy;
    }

    @Override
    public Iterable<K> keys() {
      return List.copyOf(map().keySet());
    }

    @Override
    public Iterable<V> values() {
      return List.copyOf(map().values());
    }

    @Override
    public Iterator<Map.Entry<K, V>> iterator() {
      return entries().iterator();
    }

    @Override
    public boolean isEmpty() {
      return map().isEmpty();
    }

    @Override
    public void clear() {
      maps.remove(currentKey);
    }
  }
}
