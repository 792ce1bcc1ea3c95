package io.freshet.server.retrieval.index;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Vector instructions by the JDK's incubating Vector API: the only class that names it. Two sums
 * hide the latency of the fused multiply-add; what does not fill a register is summed in plain
 * Java. Compiled by an execution of its own (see the module's build), because the compiler warns of
 * the incubating module and warnings are errors elsewhere.
 */
final class SimdDotProduct implements DotProduct {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /** As many codes as a register holds floats; on narrow registers there is none so small. */
  private static final VectorSpecies<Byte> CODES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(PADDING, LANES) * Byte.SIZE));

  @Override
  public float dot(float[] rows, int offset, float[] query) {
    FloatVector sum0 = FloatVector.zero(SPECIES);
    FloatVector sum1 = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i <= query.length - 2 * LANES; i += 2 * LANES) {
      sum0 = part(rows, offset, query, i, sum0);
      sum1 = part(rows, offset, query, i + LANES, sum1);
    }
    for (; i <= query.length - LANES; i += LANES) {
      sum0 = part(rows, offset, query, i, sum0);
    }
    float sum = sum0.add(sum1).reduceLanes(VectorOperators.ADD);
    for (; i < query.length; i++) {
      sum += rows[offset + i] * query[i];
    }
    return sum;
  }

  private static FloatVector part(float[] rows, int offset, float[] query, int i, FloatVector sum) {
    FloatVector row = FloatVector.fromArray(SPECIES, rows, offset + i);
    return row.fma(FloatVector.fromArray(SPECIES, query, i), sum);
  }

  @Override
  public void dots(byte[] columns, int offset, float[] query, float[] products) {
    for (int row = 0; row < ROWS; row += LANES) {
      // Four sums, since each fused multiply-add waits for the one before.
      FloatVector sum0 = FloatVector.zero(SPECIES);
      FloatVector sum1 = FloatVector.zero(SPECIES);
      FloatVector sum2 = FloatVector.zero(SPECIES);
      FloatVector sum3 = FloatVector.zero(SPECIES);
      int at = offset + row;
      int k = 0;
      for (; k <= query.length - 4; k += 4) {
        sum0 = column(columns, at, query[k], sum0);
        sum1 = column(columns, at + ROWS, query[k + 1], sum1);
        sum2 = column(columns, at + 2 * ROWS, query[k + 2], sum2);
        sum3 = column(columns, at + 3 * ROWS, query[k + 3], sum3);
        at += 4 * ROWS;
      }
      for (; k < query.length; k++) {
        sum0 = column(columns, at, query[k], sum0);
        at += ROWS;
      }
      sum0.add(sum1).add(sum2.add(sum3)).intoArray(products, row);
    }
  }

  private static FloatVector column(byte[] columns, int at, float factor, FloatVector sum) {
    FloatVector column =
        (FloatVector)
            ByteVector.fromArray(CODES, columns, at).convertShape(VectorOperators.B2F, SPECIES, 0);
    return column.fma(FloatVector.broadcast(SPECIES, factor), sum);
  }
}
