package io.freshet.jobs.layer;

import io.freshet.jobs.state.StateCodec;
import io.freshet.jobs.state.StateInput;
import io.freshet.jobs.state.StateOutput;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Target} as bytes. Format 1: embedding of the layer below, last good embedding, own part
 * of the inputs last embedded; count of relations, each type, sum, edges, scale and mean last
 * embedded. A vector that there is not has no components.
 */
final class TargetCodec implements StateCodec<Target> {
  private static final int FORMAT = 1;
  private static final float[] NO_FLOATS = new float[0];
  private static final double[] NO_DOUBLES = new double[0];

  private final StateOutput out = new StateOutput();
  private final StateInput in = new StateInput();

  @Override
  public byte[] encode(Target target) {
    out.begin(FORMAT);
    Embeddings.write(target.self, out);
    Embeddings.write(target.lastGood, out);
    write(target.embeddedSelf);
    out.count(target.relations().size());
    for (Relation relation : target.relations()) {
      double[] sum = relation.sum;
      out.text(relation.type)
          .vector(sum == null ? NO_DOUBLES : sum)
          .count(relation.edges)
          .real64(relation.scale);
      write(relation.embedded);
    }
    return out.bytes();
  }

  @Override
  public Target decode(byte[] bytes) {
    int unused = in.begin(bytes, FORMAT, "an item of a layer");
    Target target = new Target();
    target.self = Embeddings.read(in);
    target.lastGood = Embeddings.read(in);
    target.embeddedSelf = readFloats();
    for (int rest = in.count(); rest > 0; rest--) {
      Relation relation = target.relation(in.text());
      double[] sum = in.doubles();
      relation.sum = sum.length == 0 ? null : sum;
      relation.edges = in.count();
      relation.scale = in.real64();
      relation.embedded = readFloats();
    }
    return target;
  }

  @Override
  public int weight(Target target) {
    return 1 + target.relations().size();
  }

  private void write(float @Nullable [] vector) {
    var unused = out.vector(vector == null ? NO_FLOATS : vector);
  }

  private float @Nullable [] readFloats() {
    float[] vector = in.floats();
    return vector.length == 0 ? null : vector;
  }
}
