package io.freshet.jobs.inference;

import io.freshet.schemas.inference.ModelInferRequest;
import java.util.ArrayList;
import java.util.List;

/** Layer inputs as tensors; aggregates are sparse, one row per item and neighbor type it has. */
final class LayerTensors {
  private final List<String> types = new ArrayList<>();
  private final List<float[]> selves = new ArrayList<>();
  private final List<float[]> aggregates = new ArrayList<>();
  private final List<Integer> aggregateRows = new ArrayList<>();
  private final List<String> aggregateTypes = new ArrayList<>();

  LayerTensors(List<LayerInput> inputs) {
    for (LayerInput input : inputs) {
      int row = selves.size();
      types.add(input.type());
      selves.add(input.self());
      input
          .aggregates()
          .forEach(
              (type, vector) -> {
                aggregates.add(vector);
                aggregateRows.add(row);
                aggregateTypes.add(type);
              });
    }
  }

  ModelInferRequest request(int layer, String release, int dimensions) {
    return new InferRequestBuilder("hgnn-layer-" + layer, release)
        .floats("self", selves, dimensions)
        .strings("type", types)
        .floats("aggregate", aggregates, dimensions)
        .ints("aggregate_row", aggregateRows)
        .strings("aggregate_type", aggregateTypes)
        .build();
  }
}
