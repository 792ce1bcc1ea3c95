package io.freshet.jobs.interaction;

/**
 * A set of hashes, in an array with linear probing. Zero marks a free slot and is kept as one, a
 * collision like any other of two in 2^64.
 */
final class LongSet {
  private static final int SMALLEST = 16;

  private long[] slots = new long[SMALLEST];
  private int size;

  /** True when the hash was added. */
  boolean contains(long hash) {
    return slots[slot(nonZero(hash))] != 0;
  }

  /** Adds a hash, or nothing when it is in. */
  void add(long hash) {
    long value = nonZero(hash);
    int slot = slot(value);
    if (slots[slot] == 0) {
      slots[slot] = value;
      size++;
      if (2 * size > slots.length) {
        grow();
      }
    }
  }

  private void grow() {
    long[] old = slots;
    slots = new long[2 * old.length];
    for (long value : old) {
      if (value != 0) {
        slots[slot(value)] = value;
      }
    }
  }

  /** Where the value is, or the free slot where it would be. */
  private int slot(long value) {
    int mask = slots.length - 1;
    int slot = (int) value & mask;
    while (slots[slot] != 0 && slots[slot] != value) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private static long nonZero(long hash) {
    return hash == 0 ? 1 : hash;
  }
}
