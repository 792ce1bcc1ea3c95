package io.freshet.jobs.embedding;

import io.freshet.jobs.inference.InferenceClient;
import io.freshet.jobs.inference.InferenceClientFactory;
import io.freshet.jobs.inference.LayerInput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Answers from a {@link SeededModel}, in floats. Items of a bad type get an empty answer. */
public final class SeededInference implements InferenceClient {
  private final SeededModel model;
  private final Runnable onRequest;

  public SeededInference(SeededModel model, Runnable onRequest) {
    this.model = model;
    this.onRequest = onRequest;
  }

  /** Opens clients of the model with this seed, whose requests pass the gate. */
  public static InferenceClientFactory factory(String gate, long seed, int dimensions) {
    return metrics ->
        new SeededInference(new SeededModel(seed, dimensions), Gate.of(gate)::request);
  }

  @Override
  public List<float[]> encodeTexts(List<String> texts) {
    throw new UnsupportedOperationException("Cannot encode texts: this model has no text encoder");
  }

  @Override
  public List<float[]> encodeItems(List<String> types, List<float[]> textVectors) {
    onRequest.run();
    List<float[]> answers = new ArrayList<>();
    for (int index = 0; index < types.size(); index++) {
      String type = types.get(index);
      answers.add(
          SeededModel.isBad(type, 0)
              ? new float[0]
              : toFloats(model.encode(type, toDoubles(textVectors.get(index)))));
    }
    return answers;
  }

  @Override
  public List<float[]> layer(int layer, List<LayerInput> inputs) {
    onRequest.run();
    List<float[]> answers = new ArrayList<>();
    for (LayerInput input : inputs) {
      answers.add(SeededModel.isBad(input.type(), layer) ? new float[0] : answer(layer, input));
    }
    return answers;
  }

  private float[] answer(int layer, LayerInput input) {
    Map<String, double[]> aggregates = new HashMap<>();
    input.aggregates().forEach((type, sum) -> aggregates.put(type, toDoubles(sum)));
    return toFloats(model.layer(layer, input.type(), toDoubles(input.self()), aggregates));
  }

  @Override
  public void close() {}

  static double[] toDoubles(float[] vector) {
    double[] doubles = new double[vector.length];
    for (int index = 0; index < vector.length; index++) {
      doubles[index] = vector[index];
    }
    return doubles;
  }

  private static float[] toFloats(double[] vector) {
    float[] floats = new float[vector.length];
    for (int index = 0; index < vector.length; index++) {
      floats[index] = (float) vector[index];
    }
    return floats;
  }
}
