package io.freshet.server.inference.text;

import io.freshet.server.inference.batch.Batch;
import io.freshet.server.inference.batch.Column;
import io.freshet.server.inference.batch.InferenceModel;
import io.freshet.server.inference.batch.RowCheck;
import io.freshet.server.inference.batch.Signature;
import io.freshet.server.inference.batch.TensorSpec;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The text encoder as a model: "text" in, "vector" and "ok" out; its version is its id. */
public final class TextEncoderModel implements InferenceModel {
  /** Name of the model. */
  public static final String NAME = "text-encoder";

  private static final String TEXT = "text";
  private static final String VECTOR = "vector";

  private final TextEncoder encoder;
  private final Signature signature;

  /** A model over an encoder, which stays the caller's to close. */
  public TextEncoderModel(TextEncoder encoder) {
    this.encoder = encoder;
    signature =
        new Signature(
            List.of(TensorSpec.texts(TEXT)),
            List.of(
                TensorSpec.vectors(VECTOR, encoder.dimensions()), TensorSpec.flags(RowCheck.OK)));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String version() {
    return encoder.id();
  }

  @Override
  public String platform() {
    return encoder.platform();
  }

  @Override
  public Signature signature() {
    return signature;
  }

  @Override
  public Batch infer(Batch inputs) {
    List<float[]> vectors = encoder.encode(inputs.texts(TEXT));
    int width = encoder.dimensions();
    float[] values = new float[vectors.size() * width];
    boolean[] usable = new boolean[vectors.size()];
    for (int row = 0; row < usable.length; row++) {
      float[] vector = vectors.get(row);
      usable[row] = vector.length == width;
      System.arraycopy(vector, 0, values, row * width, usable[row] ? width : 0);
    }
    return RowCheck.unitVectors(VECTOR, width, values, usable);
  }

  @Override
  public Batch sample(int rows) {
    List<String> texts = IntStream.range(0, rows).mapToObj(row -> "a sample text " + row).toList();
    return new Batch(rows, Map.of(TEXT, new Column.Texts(texts)));
  }
}
