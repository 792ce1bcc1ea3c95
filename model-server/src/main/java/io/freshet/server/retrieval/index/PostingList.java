package io.freshet.server.retrieval.index;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.StampedLock;

/**
 * The rows that lie near one centroid: vectors end to end, their codes, attribute bits and a holder
 * each.
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

  private final int dimensions;
  private final StampedLock lock = new StampedLock();
  private final int[] rowsOfBit = new int[RowBits.BITS];
  private ListRows rows;
  private int size;
  private int arrivals;
  private int unsettledWrites;
  private boolean retired;

  /** An empty list with room for some rows. */
  PostingList(int dimensions, int capacity) {
    this.dimensions = dimensions;
    this.rows = ListRows.ofCapacity(Math.max(MIN_CAPACITY, capacity), dimensions);
  }

  /** Appends a row whose vector starts at the offset, and tells the row where it lies. */
  void add(IvfRow row, float[] vectors, int offset) {
    long stamp = lock.writeLock();
    try {
      if (size == rows.capacity()) {
        rows = rows.resized(size + Math.max(MIN_CAPACITY, size / 8));
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
      assert rows.holder(old.slot()) == old : "another row lies in the slot";
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
      assert rows.holder(slot) == old : "another row lies in the slot";
      count(old, -1);
      rows.relabel(slot, row);
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
        rows.copy(size, slot);
        holder(slot).moveTo(this, slot);
      }
      rows.clear(size);
      if (size < rows.capacity() / 2 && rows.capacity() > MIN_CAPACITY) {
        rows = rows.resized(Math.max(MIN_CAPACITY, size + size / 4));
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
    IvfRow holder = rows.holder(slot);
    if (holder == null) {
      throw new IllegalStateException("Cannot find a row: the slot is empty (%d)".formatted(slot));
    }
    return holder;
  }

  /** The vectors, end to end, {@link #size} of them good. For the writer, until its next write. */
  float[] vectors() {
    return rows.vectors();
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
      if (slot >= size || rows.holder(slot) != row) {
        return Optional.empty();
      }
      int offset = slot * dimensions;
      return Optional.of(Arrays.copyOfRange(rows.vectors(), offset, offset + dimensions));
    } finally {
      lock.unlockRead(stamp);
    }
  }

  /**
   * Brings the start of what a scan reads towards the processor. For any reader: what it yields
   * means nothing.
   */
  int touch() {
    return rows.touch();
  }

  /** Collects every wanted row that scores no less than the floor. */
  void scan(float floor, ListScan into) {
    for (int read = 0; read < OPTIMISTIC_READS; read++) {
      long stamp = lock.tryOptimisticRead();
      if (stamp != 0) {
        collect(floor, into);
        if (lock.validate(stamp)) {
          return;
        }
      }
    }
    long stamp = lock.readLock();
    try {
      collect(floor, into);
    } finally {
      lock.unlockRead(stamp);
    }
  }

  /** May run beside a write: what it collects counts only once that has been ruled out. */
  private void collect(float floor, ListScan into) {
    ListRows held = rows;
    int count = Math.min(size, held.capacity());
    into.begin(count, arrivals);
    if (wantedAtMost(into.wanted()) > 0) {
      into.collect(held, count, floor);
    }
  }

  /** No more rows than these are wanted. Readers may see it late. */
  int wantedAtMost(WantedBits wanted) {
    int ofTypes = atMost(wanted.types());
    int ofLanguages = atMost(wanted.languages());
    return Math.min(Math.min(ofTypes, ofLanguages), atMost(wanted.markets()));
  }

  private int atMost(long bits) {
    if (bits == WantedBits.ANY) {
      return size;
    }
    int sum = 0;
    for (long left = bits; left != 0; left &= left - 1) {
      sum += rowsOfBit[Long.numberOfTrailingZeros(left)];
    }
    return sum;
  }

  private void put(int slot, IvfRow row, float[] vectors, int offset) {
    rows.put(slot, row, vectors, offset);
    count(row, 1);
    row.moveTo(this, slot);
  }

  private void count(IvfRow row, int change) {
    for (long left = row.bits(); left != 0; left &= left - 1) {
      rowsOfBit[Long.numberOfTrailingZeros(left)] += change;
    }
  }
}
