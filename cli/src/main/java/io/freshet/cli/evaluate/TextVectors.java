package io.freshet.cli.evaluate;

import io.freshet.server.inference.text.TextEncoder;
import io.freshet.server.inference.text.TextEncoderConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.BiConsumer;

/** Texts to vectors by the encoder that ships with the product; each text is encoded once. */
public final class TextVectors {
  private static final int DIMENSIONS = 384;
  private static final int BATCH = 256;

  private final Path directory;
  private final BiConsumer<Integer, Integer> progress;

  /**
   * Vectors remembered in a directory.
   *
   * @param progress told how many of how many texts are encoded
   */
  public TextVectors(Path directory, BiConsumer<Integer, Integer> progress) {
    this.directory = directory;
    this.progress = progress;
  }

  /** Id of the encoder. */
  public String encoder() {
    return TextEncoderConfig.EMBEDDED;
  }

  /**
   * The vector of each text.
   *
   * @throws IOException when the encoder cannot be loaded or the file not be written
   */
  public float[][] of(List<String> texts) throws IOException {
    Path file = directory.resolve("text-vectors-" + encoder() + ".bin");
    TextVectorFile known = TextVectorFile.open(file, DIMENSIONS);
    List<String> missing =
        new LinkedHashSet<>(texts).stream().filter(text -> known.find(text) == null).toList();
    if (!missing.isEmpty()) {
      encode(missing, known);
    }
    float[][] vectors = new float[texts.size()][];
    for (int k = 0; k < vectors.length; k++) {
      float[] vector = known.find(texts.get(k));
      vectors[k] = vector == null ? new float[DIMENSIONS] : vector;
    }
    return vectors;
  }

  private void encode(List<String> texts, TextVectorFile known) throws IOException {
    try (TextEncoder encoder = TextEncoder.load(TextEncoderConfig.defaults())) {
      for (int start = 0; start < texts.size(); start += BATCH) {
        int end = Math.min(texts.size(), start + BATCH);
        List<String> batch = texts.subList(start, end);
        List<String> encoded = new ArrayList<>();
        List<float[]> vectors = new ArrayList<>();
        List<float[]> answers = encoder.encode(batch);
        for (int k = 0; k < batch.size(); k++) {
          // A text that fails alone is left without a vector.
          if (answers.get(k).length == DIMENSIONS) {
            encoded.add(batch.get(k));
            vectors.add(answers.get(k));
          }
        }
        known.append(encoded, vectors);
        progress.accept(end, texts.size());
      }
    }
  }
}
