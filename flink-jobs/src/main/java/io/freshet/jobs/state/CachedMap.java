package io.freshet.jobs.state;

import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.ValueState;
import org.jspecify.annotations.Nullable;

/**
 * A map behind the cache. What {@link #entries}, {@link #keys}, {@link #values} and {@link
 * #iterator} yield is for reading, and ends with the next change.
 */
final class CachedMap<K, V> extends CachedWhole<Map<K, V>> implements MapState<K, V> {
  CachedMap(CachedStates owner, ValueState<Map<K, V>> backing, int index) {
    super(owner, backing, index);
  }

  @Override
  int weight(Map<K, V> value) {
    return value.size();
  }

  @Override
  @SuppressWarnings("NullAway") // Flink's interface says null for nothing without saying so
  public @Nullable V get(K key) throws IOException {
    return content().get(key);
  }

  @Override
  public void put(K key, V value) throws IOException {
    Held<Map<K, V>> held = held();
    Map<K, V> map = held.value;
    if (map == null) {
      map = new HashMap<>();
      held.value = map;
    }
    map.put(key, value);
    changed(held);
  }

  @Override
  public void putAll(Map<K, V> map) throws IOException {
    for (Map.Entry<K, V> entry : map.entrySet()) {
      put(entry.getKey(), entry.getValue());
    }
  }

  @Override
  public void remove(K key) throws IOException {
    Held<Map<K, V>> held = held();
    Map<K, V> map = held.value;
    if (map == null || map.remove(key) == null) {
      return;
    }
    if (map.isEmpty()) {
      held.value = null;
    }
    changed(held);
  }

  @Override
  public boolean contains(K key) throws IOException {
    return content().containsKey(key);
  }

  @Override
  public Iterable<Map.Entry<K, V>> entries() throws IOException {
    return content().entrySet();
  }

  @Override
  public Iterable<K> keys() throws IOException {
    return content().keySet();
  }

  @Override
  public Iterable<V> values() throws IOException {
    return content().values();
  }

  @Override
  public Iterator<Map.Entry<K, V>> iterator() throws IOException {
    return content().entrySet().iterator();
  }

  @Override
  public boolean isEmpty() throws IOException {
    return content().isEmpty();
  }

  private Map<K, V> content() throws IOException {
    Map<K, V> map = held().value;
    return map == null ? Map.of() : map;
  }
}
