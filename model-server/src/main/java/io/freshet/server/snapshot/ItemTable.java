package io.freshet.server.snapshot;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * All items of a data set in one fixed order; everywhere else an item is its number here.
 * Immutable; the arrays are not copied, and nobody may write to them.
 *
 * @param encoder id of the text encoder
 * @param ids item ids by number
 * @param types type names by index
 * @param itemTypes type index per item
 * @param text raw (not centred) text vector per item, [items][text dimensions], all of one length
 */
@SuppressWarnings("ArrayRecordComponent") // primitive columns; never compared
public record ItemTable(
    String encoder, List<String> ids, List<String> types, int[] itemTypes, float[][] text) {
  public ItemTable {
    requireNonNull(encoder, "encoder is null");
    ids = List.copyOf(ids);
    types = List.copyOf(types);
    if (itemTypes.length != ids.size() || text.length != ids.size()) {
      throw new IllegalArgumentException(
          "Cannot make an item table: %d ids need as many types and text vectors (%d, %d)"
              .formatted(ids.size(), itemTypes.length, text.length));
    }
    for (int item = 0; item < text.length; item++) {
      if (itemTypes[item] < 0 || itemTypes[item] >= types.size()) {
        throw new IllegalArgumentException(
            "Cannot make an item table: item %s has no such type (%d)"
                .formatted(ids.get(item), itemTypes[item]));
      }
      if (text[item].length != text[0].length) {
        throw new IllegalArgumentException(
            "Cannot make an item table: item %s has a text vector of another length (%d, not %d)"
                .formatted(ids.get(item), text[item].length, text[0].length));
      }
    }
  }

  /** Number of items. */
  public int size() {
    return ids.size();
  }

  /** Length of the text vectors. */
  public int textDimensions() {
    return text.length == 0 ? 0 : text[0].length;
  }
}
