package io.freshet.server.retrieval.index;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Newest value of every key, under the version rules of {@link VectorIndex}. Thread-safe: readers
 * never wait, writers exclude one another.
 *
 * @param <V> an immutable value
 */
public final class VersionedStore<V> {
  private record Held<V>(V value, long version) {}

  private final Map<String, Held<V>> byId = new ConcurrentHashMap<>();
  private final StoreLimits limits;
  private final Tombstones tombstones;

  /** An empty store; the clock tells how old a tombstone is. */
  public VersionedStore(StoreLimits limits, InstantSource clock) {
    this.limits = requireNonNull(limits, "limits is null");
    this.tombstones = new Tombstones(limits, clock);
  }

  /**
   * Holds the value under the id, in place of an earlier one.
   *
   * @throws StoreFullException when the id is new and the store is full
   */
  public synchronized WriteOutcome put(String id, V value, long version) {
    Held<V> held = byId.get(id);
    if (outranked(id, held, version)) {
      return WriteOutcome.STALE;
    }
    if (held == null && byId.size() >= limits.keys()) {
      throw new StoreFullException(id, limits.keys());
    }
    byId.put(id, new Held<>(value, version));
    tombstones.remove(id);
    return WriteOutcome.UPDATED;
  }

  /** Forgets the value and remembers that this version deleted it. */
  public synchronized WriteOutcome delete(String id, long version) {
    if (outranked(id, byId.get(id), version)) {
      return WriteOutcome.STALE;
    }
    tombstones.add(id, version);
    byId.remove(id);
    return WriteOutcome.UPDATED;
  }

  /** The value held under the id. */
  public Optional<V> find(String id) {
    return Optional.ofNullable(byId.get(id)).map(Held::value);
  }

  /** Whether a value is held under the id. */
  public boolean contains(String id) {
    return byId.containsKey(id);
  }

  /** Shows every key and value, in no order; writes meanwhile may or may not be seen. */
  public void forEach(BiConsumer<String, V> visitor) {
    byId.forEach((id, held) -> visitor.accept(id, held.value()));
  }

  /** Number of keys held. */
  public int size() {
    return byId.size();
  }

  private boolean outranked(String id, @Nullable Held<V> held, long version) {
    return held == null ? tombstones.outrank(id, version) : version < held.version();
  }
}
