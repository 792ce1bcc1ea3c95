package io.freshet.jobs.edge;

import io.freshet.jobs.record.EdgeUpdate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Edge updates that wait in memory, per item, so that an item's state is read and written once for
 * all of them. Mutable, one owner, one thread; the owner bounds its size.
 */
final class Bundle {
  private Map<String, List<EdgeUpdate>> byItem = new LinkedHashMap<>();
  private int size;

  void add(EdgeUpdate update) {
    byItem.computeIfAbsent(update.itemId(), id -> new ArrayList<>()).add(update);
    size++;
  }

  int size() {
    return size;
  }

  /** Forgets the updates of an item. */
  void remove(String itemId) {
    List<EdgeUpdate> removed = byItem.remove(itemId);
    size -= removed == null ? 0 : removed.size();
  }

  /** All updates per item, in order of each item's first; the bundle is empty afterwards. */
  Map<String, List<EdgeUpdate>> drain() {
    Map<String, List<EdgeUpdate>> drained = byItem;
    byItem = new LinkedHashMap<>();
    size = 0;
    return drained;
  }
}
