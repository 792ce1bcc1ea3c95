package io.freshet.server.inference.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.freshet.server.inference.batch.Axis;
import io.freshet.server.inference.batch.Batch;
import io.freshet.server.inference.batch.Column;
import io.freshet.server.inference.batch.Datatype;
import io.freshet.server.inference.batch.InferenceModel;
import io.freshet.server.inference.batch.RowCheck;
import io.freshet.server.inference.batch.Signature;
import io.freshet.server.inference.batch.TensorSpec;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One layer: "self" and "type" per row and, sparsely, "aggregate", "aggregate_row" and
 * "aggregate_type" in; "h" and "ok" out. Aggregates of the same row and type add up, and so do
 * those of all types the release does not know.
 */
final class HgnnLayerModel implements InferenceModel {
  private static final String SELF = "self";
  private static final String AGGREGATE = "aggregate";
  private static final String AGGREGATE_ROW = "aggregate_row";
  private static final String AGGREGATE_TYPE = "aggregate_type";

  private final String version;
  private final HgnnDevice device;
  private final int layer;
  private final int dimensions;
  private final Signature signature;

  HgnnLayerModel(String version, HgnnDevice device, int layer) {
    this.version = version;
    this.device = device;
    this.layer = layer;
    dimensions = device.network().shape().dimensions();
    signature =
        new Signature(
            List.of(
                TensorSpec.vectors(SELF, dimensions),
                TensorSpec.texts(HgnnModels.TYPE),
                new TensorSpec(AGGREGATE, Datatype.FP32, Axis.AGGREGATE, dimensions),
                new TensorSpec(AGGREGATE_ROW, Datatype.INT32, Axis.AGGREGATE_ROW, 0),
                new TensorSpec(AGGREGATE_TYPE, Datatype.BYTES, Axis.AGGREGATE, 0)),
            HgnnModels.outputs(device));
  }

  @Override
  public String name() {
    return "hgnn-layer-" + layer;
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public String platform() {
    return HgnnModels.PLATFORM;
  }

  @Override
  public Signature signature() {
    return signature;
  }

  @Override
  public Batch infer(Batch inputs) {
    Column.Vectors self = inputs.vectors(SELF);
    boolean[] usable = usable(inputs, self);
    float[] cleanSelf = HgnnDevice.cleaned(self.values(), dimensions, usable);
    float[] aggregates = dense(inputs, usable);
    int[] types = device.typeIndices(inputs.texts(HgnnModels.TYPE));
    Shape selfShape = new Shape(usable.length, dimensions);
    Shape aggregateShape =
        new Shape(usable.length, (long) device.network().shape().slots() * dimensions);
    float[] values =
        device.compute(
            manager -> {
              NDArray own = manager.create(cleanSelf, selfShape);
              NDArray others = manager.create(aggregates, aggregateShape);
              return device.network().layer(layer, own, types, others);
            });
    return RowCheck.unitVectors(HgnnModels.VECTOR, dimensions, values, usable);
  }

  /** A row fails with its own vector or with any of its aggregates. */
  private static boolean[] usable(Batch inputs, Column.Vectors self) {
    boolean[] usable = new boolean[inputs.rows()];
    for (int row = 0; row < usable.length; row++) {
      usable[row] = RowCheck.isFinite(self, row);
    }
    Column.Vectors aggregates = inputs.vectors(AGGREGATE);
    int[] rows = inputs.rowNumbers(AGGREGATE_ROW);
    for (int i = 0; i < rows.length; i++) {
      usable[rows[i]] &= RowCheck.isFinite(aggregates, i);
    }
    return usable;
  }

  /** The sparse aggregates of the usable rows as rows of slots * d floats. */
  private float[] dense(Batch inputs, boolean[] usable) {
    int width = device.network().shape().slots() * dimensions;
    float[] dense = new float[inputs.rows() * width];
    float[] values = inputs.vectors(AGGREGATE).values();
    int[] rows = inputs.rowNumbers(AGGREGATE_ROW);
    int[] types = device.typeIndices(inputs.texts(AGGREGATE_TYPE));
    for (int i = 0; i < rows.length; i++) {
      if (usable[rows[i]]) {
        int start = rows[i] * width + types[i] * dimensions;
        for (int k = 0; k < dimensions; k++) {
          dense[start + k] += values[i * dimensions + k];
        }
      }
    }
    return dense;
  }

  @Override
  public Batch sample(int rows) {
    return new Batch(
        rows,
        Map.of(
            SELF,
            HgnnModels.sampleVectors(rows, dimensions),
            HgnnModels.TYPE,
            HgnnModels.sampleTypes(rows),
            AGGREGATE,
            HgnnModels.sampleVectors(rows, dimensions),
            AGGREGATE_ROW,
            new Column.RowNumbers(IntStream.range(0, rows).toArray()),
            AGGREGATE_TYPE,
            HgnnModels.sampleTypes(rows)));
  }
}
