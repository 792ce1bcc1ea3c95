package io.freshet.jobs.layer;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which keys have something waiting for which round. An index over keyed state, rebuilt from it
 * after a restore, so that closing a round does not scan all keys.
 *
 * <p>Rounds are handed out one at a time, oldest first, even when a watermark closes several. To
 * close them as one would be wrong: another subtask may have closed them one by one, and a receiver
 * that has both watermarks would close the older round without what was folded into the younger.
 *
 * @param <K> a key, or what stands for it
 */
final class OpenRounds<K> {
  private final NavigableMap<Long, Set<K>> keys = new TreeMap<>();

  /** Whether the key did not wait for the round yet. */
  boolean add(long round, K key) {
    return keys.computeIfAbsent(round, absent -> new LinkedHashSet<>()).add(key);
  }

  /** The oldest round that something waits for, or null when it is after the watermark. */
  @Nullable Long due(long watermark) {
    return keys.isEmpty() || keys.firstKey() > watermark ? null : keys.firstKey();
  }

  /** Takes out up to {@code limit} keys that wait for the round. */
  List<K> take(long round, int limit) {
    Set<K> waiting = keys.getOrDefault(round, Set.of());
    List<K> taken = new ArrayList<>(Math.min(limit, waiting.size()));
    Iterator<K> next = waiting.iterator();
    while (next.hasNext() && taken.size() < limit) {
      taken.add(next.next());
      next.remove();
    }
    if (waiting.isEmpty()) {
      keys.remove(round);
    }
    return taken;
  }
}
