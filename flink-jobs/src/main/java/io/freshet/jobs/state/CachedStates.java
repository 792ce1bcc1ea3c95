package io.freshet.jobs.state;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.MapTypeInfo;
import org.apache.flink.streaming.api.operators.KeyContext;
import org.jspecify.annotations.Nullable;

/**
 * The keyed states of one operator behind a write-back cache.
 *
 * <p>Idea: what is hot is changed many times between two checkpoints, and reading, decoding,
 * encoding and writing it each time costs far more than the change. So a state of a key is decoded
 * when it is first touched, changed in memory, and written when the key makes room for others and
 * before every snapshot. Invariant: after {@link #flush} the state backend holds exactly what the
 * handles show; hence a checkpoint, a restore and a rescaling see ordinary keyed state. A map is
 * kept as one value: whoever touches one entry of a cold one reads all of them, and a changed one
 * is written whole, so a map should stay below some hundred thousand entries. What grows by many
 * small additions between two looks is a {@link PartedState}.
 *
 * <p>Bound: when {@link #trim} finds more than the limit, keys make room in the order in which they
 * came, but for those used since the last look, which get another turn (the second-chance
 * algorithm: unlike an order of use it writes nothing when a key is used). Each state of a key
 * counts as one entry, and its value as one more, as its codec says, or as the map's size. What a
 * handle yields is the cached object. One owner, one thread: the task's.
 */
public final class CachedStates {
  private final KeyedStateStore store;
  private final KeyContext context;
  private final long maxEntries;
  private final List<CachedState<?>> states = new ArrayList<>();
  private final LinkedHashMap<String, CachedKey> keys = new LinkedHashMap<>();

  /** The key asked for last: most are asked for several times in a row. */
  private @Nullable CachedKey newest;

  private long size;

  /**
   * A cache over an operator's states.
   *
   * @param store where they are kept
   * @param context knows the current key, and tells the state backend; keys are strings
   * @param maxEntries most entries held in memory after a trim
   */
  public CachedStates(KeyedStateStore store, KeyContext context, long maxEntries) {
    this.store = requireNonNull(store, "store is null");
    this.context = requireNonNull(context, "context is null");
    this.maxEntries = maxEntries;
  }

  /** A value of a type that Flink serializes. A name is never changed. */
  public <T> ValueState<T> value(String name, TypeInformation<T> type) {
    return add(
        new CachedValue<>(
            this,
            store.getState(new ValueStateDescriptor<>(name, type)),
            states.size(),
            any -> 1,
            any -> {}));
  }

  /** A value with a format of its own. A name is never changed. */
  public <T> ValueState<T> value(String name, StateCodec<T> codec) {
    return coded(descriptor(name), codec);
  }

  /**
   * A value that the state backend forgets when it was not written for some time; in memory it may
   * live longer. A name is never changed.
   */
  public <T> ValueState<T> value(String name, StateCodec<T> codec, StateTtlConfig timeToLive) {
    ValueStateDescriptor<byte[]> descriptor = descriptor(name);
    descriptor.enableTimeToLive(timeToLive);
    return coded(descriptor, codec);
  }

  private static ValueStateDescriptor<byte[]> descriptor(String name) {
    return new ValueStateDescriptor<>(name, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
  }

  private <T> ValueState<T> coded(ValueStateDescriptor<byte[]> descriptor, StateCodec<T> codec) {
    return add(
        new CachedValue<>(
            this,
            new CodedState<>(store.getState(descriptor), codec),
            states.size(),
            codec::weight,
            codec::forgotten));
  }

  /** A map, kept as one value. A name is never changed. */
  public <K, V> MapState<K, V> map(String name, TypeInformation<K> key, TypeInformation<V> value) {
    return add(
        new CachedMap<K, V>(
            this,
            store.getState(new ValueStateDescriptor<>(name, new MapTypeInfo<>(key, value))),
            states.size()));
  }

  /** A value that is mostly added to. A name is never changed. */
  public <T> PartedState<T> parted(String name, PartsCodec<T> codec) {
    return add(
        new CachedParts<>(
            this,
            store.getListState(
                new ListStateDescriptor<>(
                    name, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO)),
            codec,
            states.size()));
  }

  /** Writes what was changed since it was last written. Leaves the current key as it is. */
  public void flush() throws IOException {
    Object key = context.getCurrentKey();
    for (CachedState<?> state : states) {
      state.writeAll();
    }
    restore(key);
  }

  /** Makes room when there are too many entries. Leaves the current key as it is. */
  public void trim() throws IOException {
    trimTo(maxEntries);
  }

  /** Makes room for all but so many entries. */
  void trimTo(long entries) throws IOException {
    if (size <= entries) {
      return;
    }
    Object key = context.getCurrentKey();
    while (size > entries && !keys.isEmpty()) {
      CachedKey eldest = keys.values().iterator().next();
      keys.remove(eldest.key());
      if (eldest.isUsed) {
        eldest.isUsed = false;
        keys.put(eldest.key(), eldest);
      } else {
        evict(eldest);
      }
    }
    newest = null;
    restore(key);
  }

  private void evict(CachedKey evicted) throws IOException {
    evicted.isEvicted = true;
    enter(evicted);
    for (CachedState<?> state : states) {
      state.evict(evicted);
    }
  }

  /** Entries held now. */
  long size() {
    return size;
  }

  /** The context's current key will be this one. */
  public void next(CachedKey key) {
    if (!key.isEvicted) {
      newest = key;
    }
  }

  /** The current key. */
  public CachedKey current() {
    String key = (String) context.getCurrentKey();
    CachedKey found = newest;
    if (found == null || !found.key().equals(key)) {
      found = keys.get(key);
      if (found == null) {
        found = new CachedKey(key, states.size());
        keys.put(key, found);
      }
      found.isUsed = true;
      newest = found;
    }
    return found;
  }

  /** The state backend is about to be asked for a key. */
  void enter(CachedKey key) {
    context.setCurrentKey(key.key());
  }

  void grow(long entries) {
    size += entries;
  }

  private <S extends CachedState<?>> S add(S state) {
    states.add(state);
    return state;
  }

  private void restore(Object key) {
    if (key != null) {
      context.setCurrentKey(key);
    }
  }
}
