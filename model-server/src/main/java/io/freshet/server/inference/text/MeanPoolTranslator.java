package io.freshet.server.inference.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslatorContext;
import java.util.Arrays;
import java.util.List;

/** Token ids of one text to the mean of its token vectors, scaled to unit length. */
final class MeanPoolTranslator implements NoBatchifyTranslator<long[], float[]> {
  private final List<String> inputNames;

  /** A translator for a network with those inputs, in that order. */
  MeanPoolTranslator(List<String> inputNames) {
    this.inputNames = List.copyOf(inputNames);
  }

  @Override
  public NDList processInput(TranslatorContext context, long[] tokens) {
    NDManager manager = context.getNDManager();
    NDList inputs = new NDList();
    for (String name : inputNames) {
      // Made in its shape: to change it the engine would ask another one, which may be on a GPU.
      NDArray input = manager.create(values(name, tokens), new Shape(1, tokens.length));
      input.setName(name);
      inputs.add(input);
    }
    return inputs;
  }

  private static long[] values(String name, long[] tokens) {
    if (name.equals("input_ids")) {
      return tokens;
    }
    long[] values = new long[tokens.length];
    if (name.equals("attention_mask")) {
      Arrays.fill(values, 1);
    } else if (!name.equals("token_type_ids")) {
      throw new IllegalArgumentException(
          "Cannot feed the text encoder: its network has an unknown input (%s)".formatted(name));
    }
    return values;
  }

  @Override
  public float[] processOutput(TranslatorContext context, NDList outputs) {
    NDArray tokenVectors = outputs.get(0);
    long[] shape = tokenVectors.getShape().getShape();
    return unitMean(tokenVectors.toFloatArray(), (int) shape[1], (int) shape[2]);
  }

  /**
   * Mean of tokens * width floats over the tokens, at unit length; zeros where that is undefined.
   */
  static float[] unitMean(float[] values, int tokens, int width) {
    double[] sum = new double[width];
    for (int token = 0; token < tokens; token++) {
      for (int i = 0; i < width; i++) {
        sum[i] += values[token * width + i];
      }
    }
    double norm = Math.sqrt(Arrays.stream(sum).map(value -> value * value).sum());
    float[] unit = new float[width];
    for (int i = 0; i < width && norm > 0; i++) {
      unit[i] = (float) (sum[i] / norm);
    }
    return unit;
  }
}
