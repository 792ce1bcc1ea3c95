package io.freshet.server.model;

import static java.util.Objects.requireNonNull;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Forward pass of the heterogeneous graph network: GraphSAGE with a mean inside a neighbor type and
 * a sum over types [1, 2], on batches of rows.
 *
 * <pre>
 * x   = unit(text - mean)
 * h_0 = unit(act(W_in x + e[type]))
 * h_l = unit(act(W_self[type] h_(l-1) + sum over t of W[type, t] a_t + b))
 * </pre>
 *
 * unit(v) = v / |v|, act = leaky ReLU of slope 0.1, a_t = share-weighted mean of the neighbors'
 * h_(l-1). W_self[s] and W[s, t] are a shared part plus a part of their own; a type that was never
 * trained has index {@link #unknownType}, no vector of its own and the shared parts alone.
 *
 * <p>Idea: per item type the matrices of a layer are stacked once, so that a layer is one matrix
 * product per item type over [self, a_0, ..., a_T]. The same code trains: where the weights carry
 * gradients, so do the results.
 *
 * <p>Every result and intermediate array belongs to the manager of the first argument; close that
 * manager (or an {@code NDScope}) to free them. Immutable; any number of threads may use it, each
 * with managers of its own.
 *
 * <p>[1] Hamilton, Ying, Leskovec, Inductive representation learning on large graphs, NeurIPS 2017.
 * [2] Schlichtkrull et al., Modeling relational data with graph convolutional networks, ESWC 2018.
 */
public final class Hgnn {
  private static final float SLOPE = 0.1f;

  private final HgnnShape shape;
  private final Map<String, Integer> typeIndex;
  private final NDArray mean;
  private final NDArray projection;
  private final NDArray typeVectors;
  private final List<List<NDArray>> matrices = new ArrayList<>();
  private final List<NDArray> biases = new ArrayList<>();

  /**
   * A model over weights that live on a device.
   *
   * @param shape its sizes
   * @param types names of the known types, by index
   * @param weights by the names of {@link HgnnShape#weights}; must stay open as long as the model
   */
  public Hgnn(HgnnShape shape, List<String> types, Map<String, NDArray> weights) {
    this.shape = shape;
    typeIndex = new HashMap<>();
    types.forEach(type -> typeIndex.put(type, typeIndex.size()));
    mean = weight(weights, HgnnShape.TEXT_MEAN);
    projection = weight(weights, HgnnShape.ENCODE_WEIGHT).transpose();
    NDManager manager = mean.getManager();
    NDArray noVector = manager.zeros(new Shape(1, shape.dimensions()));
    NDArray known = weight(weights, HgnnShape.ENCODE_TYPE);
    typeVectors = shape.types() == 0 ? noVector : known.concat(noVector);
    for (int layer = 1; layer <= shape.layers(); layer++) {
      matrices.add(stacked(layer, weights));
      biases.add(weight(weights, HgnnShape.bias(layer)));
    }
  }

  /**
   * Puts a release's weights on the manager's device.
   *
   * @param manager owns the weights; closing it ends the model
   */
  public static Hgnn load(Release release, NDManager manager) {
    Map<String, NDArray> weights = Rows.load(release, release.shape().weights().keySet(), manager);
    return new Hgnn(release.shape(), release.types(), weights);
  }

  /** Sizes of the model. */
  public HgnnShape shape() {
    return shape;
  }

  /** Index of the type, {@link #unknownType} where it has no weights of its own. */
  public int typeIndex(String type) {
    return typeIndex.getOrDefault(type, unknownType());
  }

  /** Index of every type without weights of its own. */
  public int unknownType() {
    return shape.types();
  }

  /** Text vectors as the model sees them: less the catalog mean, unit length; [n, text]. */
  public NDArray centred(NDArray text) {
    return Rows.unit(text.sub(mean));
  }

  /**
   * Layer 0 from text.
   *
   * @param text raw text vectors [n, text], n at least 1
   * @param types type index of each row
   * @return [n, d]
   */
  public NDArray encode(NDArray text, int[] types) {
    return encodeCentred(centred(text), types);
  }

  /**
   * Layer 0 from vectors of {@link #centred}.
   *
   * @param centred [n, text], n at least 1
   * @param types type index of each row
   * @return [n, d]
   */
  public NDArray encodeCentred(NDArray centred, int[] types) {
    NDArray rowTypes = typeVectors.get(centred.getManager().create(types));
    rowTypes.attach(centred.getManager());
    return Rows.unit(act(centred.matMul(projection).add(rowTypes)));
  }

  /**
   * A layer from the one below.
   *
   * @param layer 1 to the number of layers
   * @param self the rows' own vectors of the layer below [n, d], n at least 1
   * @param types type index of each row
   * @param aggregates [n, (T + 1) * d]: per known neighbor type its aggregate, then the sum of the
   *     aggregates of all other types; zeros where there is none
   * @return [n, d]
   */
  public NDArray layer(int layer, NDArray self, int[] types, NDArray aggregates) {
    NDArray rows = self.concat(aggregates, 1);
    TypeGroups groups = new TypeGroups(types, shape.types() + 1);
    return Rows.unit(
        act(groups.multiply(rows, matrices.get(layer - 1)).add(biases.get(layer - 1))));
  }

  /** Per item type [(T + 2) * d, d]: transposed W_self, then W of each slot. */
  private List<NDArray> stacked(int layer, Map<String, NDArray> weights) {
    int d = shape.dimensions();
    int types = shape.types();
    NDArray selfShared = weight(weights, HgnnShape.selfShared(layer)).transpose();
    NDArray neighborShared = weight(weights, HgnnShape.neighborShared(layer)).transpose();
    List<NDArray> stacked = new ArrayList<>();
    if (types > 0) {
      NDArray self = weight(weights, HgnnShape.selfType(layer)).transpose(0, 2, 1).add(selfShared);
      NDArray relations =
          weight(weights, HgnnShape.neighborRelation(layer)).transpose(0, 2, 1).add(neighborShared);
      NDArray byType = relations.reshape(types, (long) types * d, d);
      for (int type = 0; type < types; type++) {
        stacked.add(NDArrays.concat(new NDList(self.get(type), byType.get(type), neighborShared)));
      }
    }
    NDList sharedOnly = new NDList(selfShared);
    for (int slot = 0; slot <= types; slot++) {
      sharedOnly.add(neighborShared);
    }
    stacked.add(NDArrays.concat(sharedOnly));
    return stacked;
  }

  private static NDArray act(NDArray rows) {
    return Activation.leakyRelu(rows, SLOPE);
  }

  private static NDArray weight(Map<String, NDArray> weights, String name) {
    return requireNonNull(weights.get(name), name);
  }
}
