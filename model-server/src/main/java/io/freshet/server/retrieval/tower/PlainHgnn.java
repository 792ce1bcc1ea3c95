package io.freshet.server.retrieval.tower;

import io.freshet.server.model.HgnnShape;
import io.freshet.server.model.Release;
import io.freshet.server.model.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The layers of {@link io.freshet.server.model.Hgnn}, one item at a time: what its embedding would
 * be among other neighbors than those that it has.
 *
 * <p>An embedding z holds the item's vectors of all layers side by side, so that of a neighbor has
 * all that each layer takes from it, and the item's own has its text (layer 0). Cost: for each
 * layer a product per neighbor type, some tens of microseconds. Immutable; any number of threads
 * may use it.
 */
final class PlainHgnn {
  private static final float SLOPE = 0.1f;

  private final HgnnShape shape;
  private final List<Layer> layers = new ArrayList<>();

  /** The network of a release. */
  PlainHgnn(Release release) {
    shape = release.shape();
    for (int layer = 1; layer <= shape.layers(); layer++) {
      layers.add(Layer.of(release, layer, shape.types()));
    }
  }

  /**
   * A neighbor.
   *
   * @param type index of its type
   * @param embedding its z
   * @param share its part of the item's interactions with neighbors of its type
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Neighbor(int type, float[] embedding, float share) {}

  /**
   * The embedding z of an item among neighbors.
   *
   * @param own an embedding of the item, among whatever neighbors
   * @param type index of its type
   */
  float[] embedding(float[] own, int type, List<Neighbor> neighbors) {
    int d = shape.dimensions();
    float[] z = Arrays.copyOf(own, shape.embeddingDimensions());
    float[] below = Arrays.copyOf(own, d);
    for (int layer = 1; layer <= shape.layers(); layer++) {
      float[][] aggregates = aggregates(neighbors, (layer - 1) * d);
      below = layers.get(layer - 1).apply(below, type, aggregates);
      System.arraycopy(below, 0, z, layer * d, d);
    }
    return z;
  }

  /** By slot the share-weighted sum of a part of the neighbors' embeddings. */
  private float[][] aggregates(List<Neighbor> neighbors, int begin) {
    float[][] sums = new float[shape.slots()][shape.dimensions()];
    for (Neighbor neighbor : neighbors) {
      float[] sum = sums[neighbor.type()];
      for (int k = 0; k < sum.length; k++) {
        sum[k] += neighbor.share() * neighbor.embedding()[begin + k];
      }
    }
    return sums;
  }

  /**
   * Weights of a layer.
   *
   * @param self by type of the item, the last for types never trained
   * @param neighbors by type of the item, then by slot
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Layer(List<Matrix> self, List<List<Matrix>> neighbors, float[] bias) {
    static Layer of(Release release, int layer, int types) {
      Tensor selfShared = release.weight(HgnnShape.selfShared(layer));
      Tensor selfType = release.weight(HgnnShape.selfType(layer));
      Tensor shared = release.weight(HgnnShape.neighborShared(layer));
      Tensor relations = release.weight(HgnnShape.neighborRelation(layer));
      List<Matrix> self = new ArrayList<>();
      List<List<Matrix>> neighbors = new ArrayList<>();
      for (int type = 0; type <= types; type++) {
        boolean isKnown = type < types;
        self.add(isKnown ? Matrix.sum(selfShared, selfType, type) : Matrix.of(selfShared));
        List<Matrix> bySlot = new ArrayList<>();
        for (int slot = 0; slot <= types; slot++) {
          bySlot.add(
              isKnown && slot < types
                  ? Matrix.sum(shared, relations, type * types + slot)
                  : Matrix.of(shared));
        }
        neighbors.add(bySlot);
      }
      return new Layer(self, neighbors, release.weight(HgnnShape.bias(layer)).values());
    }

    float[] apply(float[] below, int type, float[][] aggregates) {
      float[] sum = bias.clone();
      self.get(type).addProduct(below, sum);
      for (int slot = 0; slot < aggregates.length; slot++) {
        neighbors.get(type).get(slot).addProduct(aggregates[slot], sum);
      }
      for (int k = 0; k < sum.length; k++) {
        sum[k] = sum[k] < 0 ? SLOPE * sum[k] : sum[k];
      }
      PlainTowers.toUnit(sum, sum.length);
      return sum;
    }
  }
}
