package io.freshet.server.retrieval.index;

import java.util.Arrays;

/**
 * Rows in a byte per coordinate, kept beside the rows themselves: a scan looks here first, and at a
 * row only if it may be kept.
 *
 * <p>Idea: scalar quantization [1] with a scale for each row, so that a coordinate is at most half
 * a step from its code. By Cauchy and Schwarz a query's inner product with a row is then no further
 * from that with the code than the query's length times the distance of row and code, which is kept
 * with each row: some {@code sqrt(d / 12)} steps. A row that this bound does not bring up to the
 * worst kept so far cannot be kept, so nothing is missed; and what is kept is scored by the row
 * itself, to the last bit as without codes.
 *
 * <p>Cost: a scan that waits for memory, as scans of many rows do, reads a quarter of it. Rows lie
 * side by side in blocks of {@value #BLOCK}, so that a block is scored without summing across a
 * row. Memory: {@code d + 8} bytes a row beside its {@code 4 d}. One writer; racing readers rule
 * out by the list's lock what a write came between.
 *
 * <p>[1] Weber, Schek and Blott, "A quantitative analysis and performance study for
 * similarity-search methods in high-dimensional spaces", VLDB 1998 (VA-file).
 */
final class RowCodes {
  /** Rows that are estimated at once. */
  static final int BLOCK = DotProduct.ROWS;

  private static final int LARGEST = Byte.MAX_VALUE;

  /** Of a step: what rounding the scaled coordinate may add to a coordinate's distance. */
  private static final double UNSEEN = LARGEST * 0x1p-22;

  /** A distance that was summed in floats is at most this much more. */
  private static final double DISTANCE_ROUNDING = 1.001;

  /** Rounding of one float operation, relative to its result. */
  private static final double ROUNDING = 0x1p-23;

  private static final float LEAST_SCALE = Float.MIN_NORMAL * LARGEST;

  /** Float operations on a bound beside those of its two inner products. */
  private static final int MORE_OPERATIONS = 8;

  /** A length that was summed in floats is at most this much more. */
  private static final double NORM_ROUNDING = 1.001;

  private final int dimensions;
  private final byte[] codes;
  private final float[] scales;

  /** How far an estimate may be off for a query of length 1. */
  private final float[] errors;

  /** In steps, what a distance that was measured on codes leaves out. */
  private final double unseen;

  private RowCodes(int dimensions, byte[] codes, float[] scales, float[] errors) {
    this.dimensions = dimensions;
    this.codes = codes;
    this.scales = scales;
    this.errors = errors;
    // Both inner products are rounded once per coordinate, and no row is longer than this.
    double longest = LARGEST * Math.sqrt(dimensions);
    this.unseen =
        UNSEEN * Math.sqrt(dimensions) + (dimensions + MORE_OPERATIONS) * ROUNDING * longest;
  }

  static RowCodes ofCapacity(int capacity, int dimensions) {
    int rows = (capacity + BLOCK - 1) / BLOCK * BLOCK;
    return new RowCodes(
        dimensions, new byte[bytes(rows, dimensions)], new float[rows], new float[rows]);
  }

  private static int bytes(int rows, int dimensions) {
    return Math.addExact(Math.multiplyExact(rows, dimensions), DotProduct.PADDING);
  }

  RowCodes resized(int capacity) {
    int rows = (capacity + BLOCK - 1) / BLOCK * BLOCK;
    return new RowCodes(
        dimensions,
        Arrays.copyOf(codes, bytes(rows, dimensions)),
        Arrays.copyOf(scales, rows),
        Arrays.copyOf(errors, rows));
  }

  /** Holds the code of the row that starts at the offset. */
  void put(int slot, float[] vectors, int offset) {
    float largest = 0;
    for (int k = 0; k < dimensions; k++) {
      float size = Math.abs(vectors[offset + k]);
      if (size > largest) {
        largest = size;
      }
    }
    // Not so small that its inverse is none, or that rows of such coordinates are told apart.
    float scale = Math.max(largest / LARGEST, LEAST_SCALE);
    float inverse = 1 / scale;
    int at = first(slot);
    // Two sums, since each addition waits for the one before.
    float even = 0;
    float odd = 0;
    int k = 0;
    for (; k < dimensions - 1; k += 2) {
      float one = beside(vectors[offset + k] * inverse, at + k * BLOCK);
      float other = beside(vectors[offset + k + 1] * inverse, at + (k + 1) * BLOCK);
      even += one * one;
      odd += other * other;
    }
    if (k < dimensions) {
      float last = beside(vectors[offset + k] * inverse, at + k * BLOCK);
      even += last * last;
    }
    scales[slot] = scale;
    errors[slot] = (float) (scale * (Math.sqrt(even + odd) * DISTANCE_ROUNDING + unseen));
  }

  /** Codes a coordinate, in steps; yields how far it is from its code. */
  private float beside(float scaled, int at) {
    byte code = (byte) (scaled + Math.copySign(.5f, scaled));
    codes[at] = code;
    return scaled - code;
  }

  /** Gives a slot the code of another. */
  void copy(int from, int to) {
    int source = first(from);
    int target = first(to);
    for (int k = 0; k < dimensions; k++) {
      codes[target + k * BLOCK] = codes[source + k * BLOCK];
    }
    scales[to] = scales[from];
    errors[to] = errors[from];
  }

  /** About the inner products of the query and the rows of a block, whether or not there are. */
  void estimate(int block, float[] query, float[] estimates) {
    Vectors.dots(codes, block * BLOCK * dimensions, query, estimates);
    for (int row = 0; row < BLOCK; row++) {
      estimates[row] *= scales[block * BLOCK + row];
    }
  }

  /**
   * How far an estimate may be off.
   *
   * @param slack of the query
   */
  float error(int slot, float slack) {
    return errors[slot] * slack;
  }

  /** Where the slot's first coordinate is; the next are a block further each. */
  private int first(int slot) {
    return slot / BLOCK * BLOCK * dimensions + slot % BLOCK;
  }

  /** A query's length, for {@link #error}. */
  static float slack(float[] query) {
    return (float) (Math.sqrt(Vectors.dot(query, 0, query)) * NORM_ROUNDING);
  }

  /**
   * Brings the first codes towards the processor; more of them, and they get in each other's way.
   */
  int touch() {
    return codes[0] + (int) scales[0];
  }
}
