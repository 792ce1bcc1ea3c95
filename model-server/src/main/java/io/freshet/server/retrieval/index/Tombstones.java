package io.freshet.server.retrieval.index;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Versions of deleted keys, so that an older write cannot bring one back. Ordered by time of
 * deletion: forgetting what is past its retention costs O(1) per key forgotten. Not thread-safe:
 * its store guards it.
 */
final class Tombstones {
  private record Tombstone(long version, Instant deletedAt) {}

  private final LinkedHashMap<String, Tombstone> oldestFirst = new LinkedHashMap<>();
  private final StoreLimits limits;
  private final InstantSource clock;

  Tombstones(StoreLimits limits, InstantSource clock) {
    this.limits = requireNonNull(limits, "limits is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /** Whether a newer version than this one deleted the key. */
  boolean outrank(String id, long version) {
    Tombstone tombstone = oldestFirst.get(id);
    return tombstone != null && version < tombstone.version();
  }

  /** Remembers the deletion, as the most recent one. */
  void add(String id, long version) {
    oldestFirst.remove(id);
    oldestFirst.put(id, new Tombstone(version, clock.instant()));
    expire();
  }

  /** Forgets the deletion: the key lives again. */
  void remove(String id) {
    oldestFirst.remove(id);
  }

  int size() {
    return oldestFirst.size();
  }

  private void expire() {
    Instant horizon = clock.instant().minus(limits.tombstoneRetention());
    Iterator<Map.Entry<String, Tombstone>> oldest = oldestFirst.entrySet().iterator();
    while (oldest.hasNext()) {
      Instant deletedAt = oldest.next().getValue().deletedAt();
      if (oldestFirst.size() <= limits.tombstones() && !deletedAt.isBefore(horizon)) {
        return;
      }
      oldest.remove();
    }
  }
}
