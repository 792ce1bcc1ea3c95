package io.freshet.jobs.edge;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes one object of equal ids, so that each id is in memory once however many neighborhoods hold
 * it. An open-addressed table; over its limit it forgets all and starts again: ids given out before
 * stay good, and are equal to the new ones by their bytes.
 *
 * <p>One owner, one thread.
 */
final class ItemIds {
  private static final int LIMIT = 1 << 20;
  private static final int GOLDEN = 0x9E3779B9;

  private final int limit;
  private @Nullable ItemId[] table = new ItemId[1 << 10];
  private int size;

  ItemIds() {
    this(LIMIT);
  }

  ItemIds(int limit) {
    this.limit = limit;
  }

  /** The id in those bytes. */
  ItemId of(byte[] bytes, int from, int to) {
    int mask = table.length - 1;
    int slot = spread(bytes, from, to) & mask;
    for (ItemId id = table[slot]; id != null; id = table[slot]) {
      if (id.hasBytes(bytes, from, to)) {
        return id;
      }
      slot = (slot + 1) & mask;
    }
    ItemId fresh = new ItemId(Arrays.copyOfRange(bytes, from, to));
    table[slot] = fresh;
    size++;
    if (size > limit) {
      Arrays.fill(table, null);
      size = 0;
    } else if (2 * size > table.length) {
      grow();
    }
    return fresh;
  }

  private void grow() {
    @Nullable ItemId[] old = table;
    table = new ItemId[2 * old.length];
    int mask = table.length - 1;
    for (ItemId id : old) {
      if (id != null) {
        int slot = spread(id.utf8(), 0, id.utf8().length) & mask;
        while (table[slot] != null) {
          slot = (slot + 1) & mask;
        }
        table[slot] = id;
      }
    }
  }

  private static int spread(byte[] bytes, int from, int to) {
    int hash = 1;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + bytes[i];
    }
    int mixed = hash * GOLDEN;
    return mixed ^ (mixed >>> 16);
  }
}
