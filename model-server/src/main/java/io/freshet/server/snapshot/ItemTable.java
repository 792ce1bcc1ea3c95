package io.freshet.server.snapshot;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;

/**
 * All items of a data set in one fixed order; everywhere else an item is its number here.
 * Immutable; the arrays are not copied, and nobody may write to them.
 *
 * @param encoder id of the text encoder
 * @param ids item ids by number
 * @param types type names by index
 * @param itemTypes type index per item
 * @param text raw (not centred) text vector per item, [items][text dimensions], all of one length
 * @param languages language tags by index, lower case; those that tell items apart
 * @param itemLanguages language index per item; the number of languages for one that has none
 * @param textBefore gives {@code text} as it was known before an instant, epoch milliseconds; a
 *     vector that has not changed is the same array
 */
@SuppressWarnings("ArrayRecordComponent") // primitive columns; never compared
public record ItemTable(
    String encoder,
    List<String> ids,
    List<String> types,
    int[] itemTypes,
    float[][] text,
    List<String> languages,
    int[] itemLanguages,
    LongFunction<float[][]> textBefore) {
  /** Items that a language must have, or it has no index of its own. */
  private static final int LEAST_ITEMS = 20;

  public ItemTable {
    requireNonNull(encoder, "encoder is null");
    requireNonNull(textBefore, "textBefore is null");
    ids = List.copyOf(ids);
    types = List.copyOf(types);
    languages = List.copyOf(languages);
    if (itemTypes.length != ids.size()
        || text.length != ids.size()
        || itemLanguages.length != ids.size()) {
      throw new IllegalArgumentException(
          "Cannot make an item table: %d ids need as many types, text vectors and languages (%d, %d, %d)"
              .formatted(ids.size(), itemTypes.length, text.length, itemLanguages.length));
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

  /** A table of items whose languages are not known and whose texts never change. */
  public ItemTable(
      String encoder, List<String> ids, List<String> types, int[] itemTypes, float[][] text) {
    this(encoder, ids, types, itemTypes, text, List.of(), new int[ids.size()], time -> text);
  }

  /**
   * This table with the languages of its items; rare ones count as none. Where only one is left it
   * tells nothing, and there is none.
   *
   * @param tags language tag of each item, in any case; empty where it is not known
   */
  public ItemTable withLanguages(List<String> tags) {
    List<String> lower = tags.stream().map(tag -> tag.toLowerCase(Locale.ROOT)).toList();
    Map<String, Integer> counts = new TreeMap<>();
    lower.forEach(tag -> counts.merge(tag, 1, Integer::sum));
    counts.remove("");
    counts.values().removeIf(count -> count < LEAST_ITEMS);
    List<String> kept = counts.size() < 2 ? List.of() : List.copyOf(counts.keySet());
    int[] indices =
        lower.stream()
            .mapToInt(kept::indexOf)
            .map(index -> index < 0 ? kept.size() : index)
            .toArray();
    return new ItemTable(encoder, ids, types, itemTypes, text, kept, indices, textBefore);
  }

  /** This table with texts that change as time goes on, see {@link #textBefore}. */
  public ItemTable withTextBefore(LongFunction<float[][]> earlier) {
    return new ItemTable(encoder, ids, types, itemTypes, text, languages, itemLanguages, earlier);
  }

  /** This table with the texts as they were known before an instant, epoch milliseconds. */
  public ItemTable before(long time) {
    return new ItemTable(
        encoder,
        ids,
        types,
        itemTypes,
        textBefore.apply(time),
        languages,
        itemLanguages,
        textBefore);
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
