package io.freshet.jobs.layer;

import io.freshet.jobs.inference.InferenceClient;
import io.freshet.jobs.inference.LayerInput;
import java.util.ArrayList;
import java.util.List;

/**
 * Arithmetic in place of a model: answers (x, 1), where x is the first component of the text
 * vector, or that of the item itself and of all its aggregates summed up. Some types get an answer
 * that cannot be used.
 */
final class FakeInference implements InferenceClient {
  final List<Integer> batches = new ArrayList<>();
  boolean closed;

  @Override
  public List<float[]> encodeTexts(List<String> texts) {
    throw new UnsupportedOperationException("Cannot encode texts: this fake has no text encoder");
  }

  @Override
  public List<float[]> encodeItems(List<String> types, List<float[]> textVectors) {
    batches.add(types.size());
    List<float[]> answers = new ArrayList<>();
    for (int index = 0; index < types.size(); index++) {
      answers.add(answer(types.get(index), textVectors.get(index)[0]));
    }
    return answers;
  }

  @Override
  public List<float[]> layer(int layer, List<LayerInput> inputs) {
    batches.add(inputs.size());
    List<float[]> answers = new ArrayList<>();
    for (LayerInput input : inputs) {
      float sum = input.self()[0];
      for (float[] aggregate : input.aggregates().values()) {
        sum += aggregate[0];
      }
      answers.add(answer(input.type(), sum));
    }
    return answers;
  }

  private static float[] answer(String type, float value) {
    return switch (type) {
      case "nan" -> new float[] {Float.NaN, 1};
      case "infinite" -> new float[] {1, Float.POSITIVE_INFINITY};
      case "zero" -> new float[] {0, 0};
      case "short" -> new float[] {value};
      case "long" -> new float[] {value, 1, 0};
      case "refused" -> new float[0];
      default -> new float[] {value, 1};
    };
  }

  @Override
  public void close() {
    closed = true;
  }
}
