package io.freshet.jobs.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Numbers ids from 0 on, so that what is kept of items can lie in arrays. An open-addressed table.
 * Numbers hold until the next {@link #forget}.
 *
 * <p>Mutable, one owner, one thread; the owner bounds its size.
 */
final class ItemNumbers {
  private static final int LEAST = 1 << 8;
  private static final int GOLDEN = 0x9E3779B9;

  private @Nullable String[] ids = new String[LEAST];
  private byte[] @Nullable [] utf8 = new byte[LEAST][];

  /** Number plus one by hash, 0 where empty; at least half of it is. */
  private int[] slots = new int[2 * LEAST];

  private int size;

  /** Pairs come in both directions, so most ids are one of the last two. */
  private String last = "";

  private String lastButOne = "";
  private int lastNumber = -1;
  private int lastButOneNumber = -1;

  int size() {
    return size;
  }

  /** Number of the id, a new one where it has none. */
  @SuppressWarnings("ReferenceEquality") // the same object is the same id; others are looked up
  int of(String id) {
    if (id == last && lastNumber >= 0) {
      return lastNumber;
    }
    if (id == lastButOne && lastButOneNumber >= 0) {
      return lastButOneNumber;
    }
    lastButOne = last;
    lastButOneNumber = lastNumber;
    last = id;
    lastNumber = find(id);
    return lastNumber;
  }

  @SuppressWarnings("NullAway") // ids below size are set
  String id(int number) {
    assert number < size;
    return ids[number];
  }

  /** The id's bytes; not to be changed. */
  byte[] utf8(int number) {
    byte[] made = utf8[number];
    if (made == null) {
      made = id(number).getBytes(UTF_8);
      utf8[number] = made;
    }
    return made;
  }

  /** Forgets all numbers. */
  void forget() {
    Arrays.fill(ids, 0, size, null);
    Arrays.fill(utf8, 0, size, null);
    Arrays.fill(slots, 0);
    size = 0;
    lastNumber = -1;
    lastButOneNumber = -1;
  }

  private int find(String id) {
    int mask = slots.length - 1;
    int slot = spread(id) & mask;
    while (slots[slot] != 0) {
      if (id.equals(ids[slots[slot] - 1])) {
        return slots[slot] - 1;
      }
      slot = (slot + 1) & mask;
    }
    return add(id, slot);
  }

  private int add(String id, int slot) {
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, 2 * size);
      utf8 = Arrays.copyOf(utf8, 2 * size);
    }
    ids[size] = id;
    slots[slot] = ++size;
    if (2 * size > slots.length) {
      index(2 * slots.length);
    }
    return size - 1;
  }

  private void index(int length) {
    slots = new int[length];
    int mask = length - 1;
    for (int number = 0; number < size; number++) {
      int slot = spread(id(number)) & mask;
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = number + 1;
    }
  }

  private static int spread(String id) {
    int mixed = id.hashCode() * GOLDEN;
    return mixed ^ (mixed >>> 16);
  }
}
