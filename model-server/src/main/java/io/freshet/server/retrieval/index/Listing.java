package io.freshet.server.retrieval.index;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The items of one attribute value, as long as they are few; of a crowd only their number. One
 * writer, any number of readers.
 */
final class Listing {
  /** Items beyond this are a crowd: searching near a query finds some of them soon enough. */
  static final int CROWD = 4096;

  private static final int SMALL = 16;

  // Small sets are replaced by each write, larger ones changed in place.
  private volatile @Nullable Set<String> ids = Set.of();
  private int size;

  void add(String id) {
    size++;
    Set<String> held = ids;
    if (held == null || size > CROWD) {
      ids = null;
    } else if (size > SMALL) {
      Set<String> growing = held.size() > SMALL ? held : concurrent(held);
      growing.add(id);
      ids = growing;
    } else {
      Set<String> one = new HashSet<>(held);
      one.add(id);
      ids = Set.copyOf(one);
    }
  }

  void remove(String id) {
    size--;
    Set<String> held = ids;
    if (size == 0) {
      ids = Set.of();
    } else if (held != null && size > SMALL) {
      held.remove(id);
    } else if (held != null) {
      Set<String> fewer = new HashSet<>(held);
      fewer.remove(id);
      ids = Set.copyOf(fewer);
    }
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The items; empty for a crowd. */
  Optional<Set<String>> ids() {
    return Optional.ofNullable(ids);
  }

  private static Set<String> concurrent(Set<String> held) {
    Set<String> copy = ConcurrentHashMap.newKeySet(2 * held.size());
    copy.addAll(held);
    return copy;
  }
}
