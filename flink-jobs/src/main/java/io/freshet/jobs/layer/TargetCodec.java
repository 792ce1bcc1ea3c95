package io.freshet.jobs.layer;

import io.freshet.jobs.record.LayerEmbedding;
import io.freshet.jobs.record.Vectors;
import io.freshet.jobs.state.StateCodec;
import io.freshet.jobs.state.StateInput;
import io.freshet.jobs.state.StateOutput;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Target} as bytes. Format 1: embedding of the layer below; last good embedding, its
 * vector without what that of the layer below says already, and how long this is; own part of the
 * inputs last embedded; count of relations, each type, sum, edges, scale and mean last embedded. A
 * vector that there is not has no components.
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
    writeLastGood(target);
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
    target.lastGood = readLastGood(target.self);
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

  private void writeLastGood(Target target) {
    LayerEmbedding lastGood = target.lastGood;
    int known = lastGood == null ? 0 : known(target.self, lastGood);
    if (lastGood == null || known == 0) {
      Embeddings.write(lastGood, out);
    } else {
      float[] vector = lastGood.vector();
      Embeddings.write(
          Embeddings.with(lastGood, Arrays.copyOfRange(vector, known, vector.length)), out);
    }
    out.count(known);
  }

  private @Nullable LayerEmbedding readLastGood(@Nullable LayerEmbedding self) {
    LayerEmbedding written = Embeddings.read(in);
    int known = in.count();
    return written == null || self == null || known == 0
        ? written
        : Embeddings.with(written, Vectors.concatenation(self.vector(), written.vector()));
  }

  /** Components that both begin with: all of the layer below, or none. */
  private static int known(@Nullable LayerEmbedding self, LayerEmbedding lastGood) {
    int length = self == null ? 0 : self.vector().length;
    boolean isPrefix =
        self != null
            && length < lastGood.vector().length
            && Arrays.equals(self.vector(), 0, length, lastGood.vector(), 0, length);
    return isPrefix ? length : 0;
  }

  private void write(float @Nullable [] vector) {
    var unused = out.vector(vector == null ? NO_FLOATS : vector);
  }

  private float @Nullable [] readFloats() {
    float[] vector = in.floats();
    return vector.length == 0 ? null : vector;
  }
}
