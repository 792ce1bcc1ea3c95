package io.freshet.server.retrieval.index;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The arrays of a {@link PostingList}: replaced together when they grow or shrink, so that a racing
 * reader never mixes two lengths.
 */
final class ListRows {
  private final int dimensions;
  private final float[] vectors;
  private final RowCodes codes;
  private final long[] bits;
  private final @Nullable IvfRow[] holders;

  private ListRows(
      int dimensions, float[] vectors, RowCodes codes, long[] bits, @Nullable IvfRow[] holders) {
    this.dimensions = dimensions;
    this.vectors = vectors;
    this.codes = codes;
    this.bits = bits;
    this.holders = holders;
  }

  static ListRows ofCapacity(int capacity, int dimensions) {
    return new ListRows(
        dimensions,
        new float[Math.multiplyExact(capacity, dimensions)],
        RowCodes.ofCapacity(capacity, dimensions),
        new long[capacity],
        new @Nullable IvfRow[capacity]);
  }

  ListRows resized(int capacity) {
    return new ListRows(
        dimensions,
        Arrays.copyOf(vectors, Math.multiplyExact(capacity, dimensions)),
        codes.resized(capacity),
        Arrays.copyOf(bits, capacity),
        Arrays.copyOf(holders, capacity));
  }

  /** Brings the start of what a scan reads towards the processor. */
  int touch() {
    return codes.touch() + holders.length;
  }

  int capacity() {
    return holders.length;
  }

  /** The vectors, end to end. */
  float[] vectors() {
    return vectors;
  }

  RowCodes codes() {
    return codes;
  }

  /** Inner product of the query and the slot's row. */
  float score(int slot, float[] query) {
    return Vectors.dot(vectors, slot * dimensions, query);
  }

  long bits(int slot) {
    return bits[slot];
  }

  @Nullable IvfRow holder(int slot) {
    return holders[slot];
  }

  /** Holds a row whose vector starts at the offset. */
  void put(int slot, IvfRow row, float[] from, int offset) {
    System.arraycopy(from, offset, vectors, slot * dimensions, dimensions);
    codes.put(slot, from, offset);
    relabel(slot, row);
  }

  /** Another row of the same vector. */
  void relabel(int slot, IvfRow row) {
    bits[slot] = row.bits();
    holders[slot] = row;
  }

  /** Gives a slot what another holds. */
  void copy(int from, int to) {
    System.arraycopy(vectors, from * dimensions, vectors, to * dimensions, dimensions);
    codes.copy(from, to);
    bits[to] = bits[from];
    holders[to] = holders[from];
  }

  void clear(int slot) {
    holders[slot] = null;
  }
}
