package io.freshet.jobs.feature;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Changes that wait to be encoded together: per item the last one, since each is the full state.
 */
final class ChangeBundle {
  private final Map<String, CatalogChange> changes = new LinkedHashMap<>();

  void add(CatalogChange change) {
    changes.put(change.itemId(), change);
  }

  boolean contains(String itemId) {
    return changes.containsKey(itemId);
  }

  int size() {
    return changes.size();
  }

  /** Empties the bundle into a list. */
  List<CatalogChange> drain() {
    List<CatalogChange> drained = new ArrayList<>(changes.values());
    changes.clear();
    return drained;
  }
}
