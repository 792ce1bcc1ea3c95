package io.freshet.cli.recorded;

import io.freshet.jobs.feature.ItemTexts;
import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.ListeningEvent;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The items of recorded data in the order of type, then id; those of the events that the catalog
 * lacks are among them, with their type as text. Immutable.
 *
 * @param ids item ids by number
 * @param types type names in their order
 * @param itemTypes type index per item
 * @param texts what each is encoded from
 * @param languages language tag of each, empty where it is not known
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RecordedItems(
    List<String> ids,
    List<String> types,
    int[] itemTypes,
    List<String> texts,
    List<String> languages) {
  /** The items of a catalog and of events. */
  public static RecordedItems of(List<CatalogItem> catalog, List<ListeningEvent> events) {
    Map<String, CatalogItem> items = new HashMap<>();
    catalog.forEach(item -> items.put(item.getItemId(), item));
    for (ListeningEvent event : events) {
      items.computeIfAbsent(event.getItemId(), id -> unknown(id, event.getItemType()));
    }
    List<CatalogItem> sorted =
        items.values().stream()
            .sorted(
                Comparator.comparing(CatalogItem::getItemType)
                    .thenComparing(CatalogItem::getItemId))
            .toList();
    TreeMap<String, Integer> types = new TreeMap<>();
    sorted.forEach(item -> types.putIfAbsent(item.getItemType(), types.size()));
    return new RecordedItems(
        sorted.stream().map(CatalogItem::getItemId).toList(),
        List.copyOf(types.keySet()),
        sorted.stream().mapToInt(item -> types.getOrDefault(item.getItemType(), 0)).toArray(),
        sorted.stream().map(ItemTexts::of).toList(),
        sorted.stream().map(RecordedItems::language).toList());
  }

  private static String language(CatalogItem item) {
    return item.getLanguage() == null ? "" : item.getLanguage();
  }

  private static CatalogItem unknown(String id, String type) {
    return CatalogItem.newBuilder().setItemId(id).setItemType(type).setTitle("").build();
  }
}
