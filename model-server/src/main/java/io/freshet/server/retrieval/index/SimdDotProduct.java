package io.freshet.server.retrieval.index;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
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
}
