package io.freshet.jobs.embedding;

import io.freshet.jobs.inference.FakeInferenceServer;
import io.freshet.jobs.inference.LayerInput;
import io.freshet.schemas.inference.ModelInferRequest;
import io.freshet.schemas.inference.ModelInferResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers requests of the graph network from a {@link SeededModel}. */
public final class SeededAnswers implements FakeInferenceServer.Answer {
  private static final String LAYER = "hgnn-layer-";

  private final SeededInference inference;
  private final int dimensions;
  private final AtomicInteger unusableAnswers = new AtomicInteger();

  public SeededAnswers(SeededModel model) {
    this.inference = new SeededInference(model, () -> {});
    this.dimensions = model.dimensions();
  }

  @Override
  public ModelInferResponse to(ModelInferRequest request) {
    String model = request.getModelName();
    List<float[]> answers =
        model.startsWith(LAYER)
            ? inference.layer(Integer.parseInt(model.substring(LAYER.length())), inputs(request))
            : inference.encodeItems(
                FakeInferenceServer.strings(request, "type"),
                rows(request, "x", GraphScript.TEXT_DIMENSIONS));
    return FakeInferenceServer.answer("h", dimensions, answers.stream().map(this::sized).toList());
  }

  /** Rows of one answer have one size: what cannot be embedded is zero, or not a number. */
  private float[] sized(float[] answer) {
    if (answer.length > 0) {
      return answer;
    }
    float[] unusable = new float[dimensions];
    Arrays.fill(unusable, unusableAnswers.getAndIncrement() % 2 == 0 ? Float.NaN : 0);
    return unusable;
  }

  private List<LayerInput> inputs(ModelInferRequest request) {
    List<Map<String, float[]>> aggregates = new ArrayList<>();
    List<float[]> selves = rows(request, "self", dimensions);
    selves.forEach(self -> aggregates.add(new HashMap<>()));
    List<Integer> owners = FakeInferenceServer.ints(request, "aggregate_row");
    List<String> types = FakeInferenceServer.strings(request, "aggregate_type");
    List<float[]> sums = rows(request, "aggregate", dimensions);
    for (int index = 0; index < sums.size(); index++) {
      aggregates.get(owners.get(index)).put(types.get(index), sums.get(index));
    }
    List<String> itemTypes = FakeInferenceServer.strings(request, "type");
    List<LayerInput> inputs = new ArrayList<>();
    for (int index = 0; index < selves.size(); index++) {
      inputs.add(new LayerInput(itemTypes.get(index), selves.get(index), aggregates.get(index)));
    }
    return inputs;
  }

  private static List<float[]> rows(ModelInferRequest request, String input, int columns) {
    List<Float> values = FakeInferenceServer.floats(request, input);
    List<float[]> rows = new ArrayList<>();
    for (int start = 0; start < values.size(); start += columns) {
      float[] row = new float[columns];
      for (int column = 0; column < columns; column++) {
        row[column] = values.get(start + column);
      }
      rows.add(row);
    }
    return rows;
  }
}
