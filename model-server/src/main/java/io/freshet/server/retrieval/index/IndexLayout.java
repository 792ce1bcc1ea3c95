package io.freshet.server.retrieval.index;

import static java.util.Objects.requireNonNull;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Optional;

/**
 * What an {@link IvfIndex} has learnt of its rows, for another that is to hold the same: where its
 * lists lie, and how many of them to probe. A hint: rows may lie in any list, so a layout of other
 * rows costs time and recall until lists have followed the rows, and never an item.
 *
 * @param rows how many it held, at least 0
 * @param centroids of its lists, each of one length
 * @param probesForTen lists to probe for ten candidates
 * @param probesForHundred lists to probe for a hundred
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record IndexLayout(
    int rows, float[][] centroids, double probesForTen, double probesForHundred) {
  private static final byte FORMAT = 1;
  private static final int HEAD = Byte.BYTES + 3 * Integer.BYTES + 2 * Double.BYTES;

  public IndexLayout {
    requireNonNull(centroids, "centroids is null");
    ProbePlan plan = new ProbePlan(probesForTen, probesForHundred);
    if (rows < 0 || centroids.length == 0 || !Double.isFinite(plan.forHundred())) {
      throw new IllegalArgumentException(
          "Cannot lay out an index: %d rows in %d lists, of which %s are probed"
              .formatted(rows, centroids.length, plan));
    }
    for (float[] centroid : centroids) {
      if (centroid.length == 0 || centroid.length != centroids[0].length) {
        throw new IllegalArgumentException(
            "Cannot lay out an index: a centroid has %d dimensions, the first %d"
                .formatted(centroid.length, centroids[0].length));
      }
      for (float value : centroid) {
        if (!Float.isFinite(value)) {
          throw new IllegalArgumentException(
              "Cannot lay out an index: a centroid is not finite (%s)".formatted(value));
        }
      }
    }
  }

  /** Length of every vector. */
  int dimensions() {
    return centroids[0].length;
  }

  ProbePlan plan() {
    return new ProbePlan(probesForTen, probesForHundred);
  }

  /** As bytes, the number of the format first. */
  public byte[] encoded() {
    int floats = Math.multiplyExact(centroids.length, dimensions());
    ByteBuffer out = ByteBuffer.allocate(Math.addExact(HEAD, Math.multiplyExact(floats, 4)));
    out.put(FORMAT)
        .putInt(rows)
        .putInt(centroids.length)
        .putInt(dimensions())
        .putDouble(probesForTen)
        .putDouble(probesForHundred);
    FloatBuffer values = out.asFloatBuffer();
    for (float[] centroid : centroids) {
      values.put(centroid);
    }
    return out.array();
  }

  /** From bytes; empty when they are none of this format, or damaged so that it shows. */
  public static Optional<IndexLayout> decoded(byte[] bytes) {
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      if (in.get() != FORMAT) {
        return Optional.empty();
      }
      int rows = in.getInt();
      int lists = in.getInt();
      int dimensions = in.getInt();
      double forTen = in.getDouble();
      double forHundred = in.getDouble();
      if (lists < 1
          || dimensions < 1
          || (long) lists * dimensions * Float.BYTES != in.remaining()) {
        return Optional.empty();
      }
      FloatBuffer values = in.asFloatBuffer();
      float[][] centroids = new float[lists][dimensions];
      for (float[] centroid : centroids) {
        values.get(centroid);
      }
      return Optional.of(new IndexLayout(rows, centroids, forTen, forHundred));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
