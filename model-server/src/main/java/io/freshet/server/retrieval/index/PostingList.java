package io.freshet.server.retrieval.index;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;

/**
 * The rows that lie near one centroid: vectors end to end, attribute bits and a holder each.
 *
 * <p>One writer at a time (the index sees to it), any number of readers. Readers take no lock: they
 * read, then ask the {@link StampedLock} whether a write came between, and read again if so. After
 * {@value #OPTIMISTIC_READS} such tries a reader holds up the writer for one scan of this list. A
 * removed row is replaced by the last one, so rows stay contiguous.
 *
 * <p>A retired list (split or merged away) keeps its rows as they were, for searches that began
 * before.
 */
final class PostingList {
  private static final int OPTIMISTIC_READS = 3;
  private static final int MIN_CAPACITY = 8;

  /** Arrays that are replaced together, so that a racing reader never mixes two lengths. */
  private static final class Rows {
    final float[] vectors;
    final long[] bits;
    final @Nullable IvfRow[] holders;

    Rows(float[] vectors, long[] bits, @Nullable IvfRow[] holders) {
      this.vectors = vectors;
      this.bits = bits;
      this.holders = holders;
    }

    static Rows ofCapacity(int capacity, int dimensions) {
      return new Rows(
          new float[Math.multiplyExact(capacity, dimensions)],
          new long[capacity],
          new @Nullable IvfRow[capacity]);
    }

    Rows resized(int capacity, int dimensions) {
      return new Rows(
          Arrays.copyOf(vectors, Math.multiplyExact(capacity, dimensions)),
          Arrays.copyOf(bits, capacity),
          Arrays.copyOf(holders, capacity));
    }
  }

  private final int dimensions;
  private final StampedLock lock = new StampedLock();
  private final int[] rowsOfBit = new int[RowBits.BITS];
  private Rows rows;
  private int size;
  private int arrivals;
  private int unsettledWrites;
  private boolean retired;

  /** An empty list with room for some rows. */
  PostingList(int dimensions, int capacity) {
    this.dimensions = dimensions;
    this.rows = Rows.ofCapacity(Math.max(MIN_CAPACITY, capacity), dimensions);
  }

  /** Appends a row whose vector starts at the offset, and tells the row where it lies. */
  void add(IvfRow row, float[] vectors, int offset) {
    long stamp = lock.writeLock();
    try {
      if (size == rows.holders.length) {
        rows = rows.resized(size + Math.max(MIN_CAPACITY, size / 8), dimensions);
      }
      put(size, row, vectors, offset);
      size++;
      arrivals++;
      unsettledWrites++;
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  /** Puts a row in the place of an older one of the same item. */
  void replace(IvfRow old, IvfRow row, float[] vector) {
    long stamp = lock.writeLock();
    try {
      assert rows.holders[old.slot()] == old : "another row lies in the slot";
      count(old, -1);
      put(old.slot(), row, vector, 0);
      unsettledWrites++;
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  /** Puts a row with other bits in the place of one of the same item and vector. */
  void relabel(IvfRow old, IvfRow row) {
    long stamp = lock.writeLock();
    try {
      int slot = old.slot();
      assert rows.holders[slot] == old : "another row lies in the slot";
      count(old, -1);
      rows.bits[slot] = row.bits();
      rows.holders[slot] = row;
      count(row, 1);
      row.moveTo(this, slot);
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  /** Removes the row in the slot; the last row takes its place. */
  void remove(int slot) {
    long stamp = lock.writeLock();
    try {
      count(holder(slot), -1);
      size--;
      if (slot < size) {
        IvfRow last = holder(size);
        count(last, -1);
        put(slot, last, rows.vectors, size * dimensions);
      }
      rows.holders[size] = null;
      if (size < rows.holders.length / 2 && rows.holders.length > MIN_CAPACITY) {
        rows = rows.resized(Math.max(MIN_CAPACITY, size + size / 4), dimensions);
      }
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  /** Number of rows. For the writer; readers may see it late. */
  int size() {
    return size;
  }

  /** The row in the slot. For the writer. */
  IvfRow holder(int slot) {
    IvfRow holder = rows.holders[slot];
    if (holder == null) {
      throw new IllegalStateException("Cannot find a row: the slot is empty (%d)".formatted(slot));
    }
    return holder;
  }

  /** The vectors, end to end, {@link #size} of them good. For the writer, until its next write. */
  float[] vectors() {
    return rows.vectors;
  }

  /** Rows written since the centroid was last computed from the rows. For the writer. */
  int unsettledWrites() {
    return unsettledWrites;
  }

  /** The centroid is the mean of the rows again. For the writer. */
  void settled() {
    unsettledWrites = 0;
  }

  /** No row comes or goes any more. For the writer. */
  void retire() {
    retired = true;
  }

  /** For the writer. */
  boolean isRetired() {
    return retired;
  }

  /** How many rows have come so far, whether or not they left again. */
  int arrivals() {
    long stamp = lock.tryOptimisticRead();
    int seen = arrivals;
    if (!lock.validate(stamp)) {
      stamp = lock.readLock();
      try {
        return arrivals;
      } finally {
        lock.unlockRead(stamp);
      }
    }
    return seen;
  }

  /** A copy of the row's vector, if the row still lies here. */
  Optional<float[]> read(IvfRow row) {
    long stamp = lock.readLock();
    try {
      int slot = row.slot();
      if (slot >= size || rows.holders[slot] != row) {
        return Optional.empty();
      }
      int offset = slot * dimensions;
      return Optional.of(Arrays.copyOfRange(rows.vectors, offset, offset + dimensions));
    } finally {
      lock.unlockRead(stamp);
    }
  }

  /** Collects every wanted row that scores no less than the floor. */
  void scan(float[] query, WantedBits wanted, float floor, ListScan into) {
    for (int read = 0; read < OPTIMISTIC_READS; read++) {
      long stamp = lock.tryOptimisticRead();
      if (stamp != 0) {
        collect(query, wanted, floor, into);
        if (lock.validate(stamp)) {
          return;
        }
      }
    }
    long stamp = lock.readLock();
    try {
      collect(query, wanted, floor, into);
    } finally {
      lock.unlockRead(stamp);
    }
  }

  /** May run beside a write: what it collects counts only once that has been ruled out. */
  private void collect(float[] query, WantedBits wanted, float floor, ListScan into) {
    Rows held = rows;
    int count = Math.min(size, held.holders.length);
    into.begin(count, arrivals);
    if (!mayHold(wanted)) {
      return;
    }
    for (int slot = 0; slot < count; slot++) {
      if (wanted.include(held.bits[slot])) {
        into.countWanted();
        float score = Vectors.dot(held.vectors, slot * dimensions, query);
        IvfRow holder = held.holders[slot];
        if (!(score < floor) && holder != null) {
          into.add(holder, score);
        }
      }
    }
  }

  private boolean mayHold(WantedBits wanted) {
    return holdsAny(wanted.types()) && holdsAny(wanted.languages()) && holdsAny(wanted.markets());
  }

  private boolean holdsAny(long bits) {
    if (bits == WantedBits.ANY) {
      return true;
    }
    for (long left = bits; left != 0; left &= left - 1) {
      if (rowsOfBit[Long.numberOfTrailingZeros(left)] > 0) {
        return true;
      }
    }
    return false;
  }

  private void put(int slot, IvfRow row, float[] vectors, int offset) {
    System.arraycopy(vectors, offset, rows.vectors, slot * dimensions, dimensions);
    rows.bits[slot] = row.bits();
    rows.holders[slot] = row;
    count(row, 1);
    row.moveTo(this, slot);
  }

  private void count(IvfRow row, int change) {
    for (long left = row.bits(); left != 0; left &= left - 1) {
      rowsOfBit[Long.numberOfTrailingZeros(left)] += change;
    }
  }
}
