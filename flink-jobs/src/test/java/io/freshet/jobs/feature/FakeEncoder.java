package io.freshet.jobs.feature;

import io.freshet.jobs.inference.InferenceClient;
import io.freshet.jobs.inference.InferenceException;
import io.freshet.jobs.inference.LayerInput;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** An encoder that remembers its calls; it fails on any text with "bad" in it. */
final class FakeEncoder implements InferenceClient, Serializable {
  private static final long serialVersionUID = 1;

  final ArrayList<List<String>> calls = new ArrayList<>();
  boolean away;
  boolean closed;

  @Override
  public List<float[]> encodeTexts(List<String> texts) {
    if (away) {
      throw new InferenceException("Cannot call the encoder: it is away", null);
    }
    calls.add(List.copyOf(texts));
    return texts.stream()
        .map(text -> text.contains("bad") ? new float[0] : new float[] {3, 4 * text.length()})
        .toList();
  }

  @Override
  public List<float[]> encodeItems(List<String> types, List<float[]> textVectors) {
    throw new UnsupportedOperationException("only texts are encoded here");
  }

  @Override
  public List<float[]> layer(int layer, List<LayerInput> inputs) {
    throw new UnsupportedOperationException("only texts are encoded here");
  }

  @Override
  public void close() {
    closed = true;
  }
}
