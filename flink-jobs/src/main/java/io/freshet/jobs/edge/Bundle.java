package io.freshet.jobs.edge;

import io.freshet.jobs.record.EdgeChanges;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Edge changes that wait in memory, per item, so that an item is looked at once for all of them.
 * Mutable, one owner, one thread; the owner bounds its size.
 */
final class Bundle {
  private Map<String, List<EdgeChanges>> byItem = new LinkedHashMap<>();
  private int size;

  void add(EdgeChanges changes) {
    byItem.computeIfAbsent(changes.itemId(), id -> new ArrayList<>(2)).add(changes);
    size += changes.neighbors();
  }

  /** Changed edges. */
  int size() {
    return size;
  }

  /** Forgets the changes of an item. */
  void remove(String itemId) {
    List<EdgeChanges> removed = byItem.remove(itemId);
    size -= removed == null ? 0 : removed.stream().mapToInt(EdgeChanges::neighbors).sum();
  }

  /** All changes per item, in order of each item's first; the bundle is empty afterwards. */
  Map<String, List<EdgeChanges>> drain() {
    Map<String, List<EdgeChanges>> drained = byItem;
    byItem = new LinkedHashMap<>();
    size = 0;
    return drained;
  }
}
