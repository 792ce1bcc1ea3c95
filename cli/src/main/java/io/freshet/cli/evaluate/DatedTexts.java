package io.freshet.cli.evaluate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * Text vectors of items as their texts were known before an instant. Every text has one vector.
 * Mutable, one owner, one thread.
 */
final class DatedTexts implements LongFunction<float[][]> {
  private final Function<Instant, List<String>> textsBefore;
  private final TextVectors encoder;
  private final Map<String, float[]> vectors = new HashMap<>();

  /**
   * Texts over time.
   *
   * @param texts of the items, in their order, at some time
   * @param known their vectors
   * @param textsBefore the texts of the same items before an instant
   * @param encoder makes vectors of those that are not known
   */
  DatedTexts(
      List<String> texts,
      float[][] known,
      Function<Instant, List<String>> textsBefore,
      TextVectors encoder) {
    this.textsBefore = textsBefore;
    this.encoder = encoder;
    add(texts, known);
  }

  /**
   * The vector of each item's text.
   *
   * @param time epoch milliseconds
   * @throws UncheckedIOException when texts cannot be encoded
   */
  @Override
  public float[][] apply(long time) {
    List<String> texts = textsBefore.apply(Instant.ofEpochMilli(time));
    List<String> missing =
        List.copyOf(new LinkedHashSet<>(texts)).stream()
            .filter(text -> !vectors.containsKey(text))
            .toList();
    if (!missing.isEmpty()) {
      try {
        add(missing, encoder.of(missing));
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot encode texts as of an earlier time", e);
      }
    }
    return texts.stream().map(vectors::get).toArray(float[][]::new);
  }

  private void add(List<String> texts, float[][] known) {
    for (int k = 0; k < known.length; k++) {
      vectors.putIfAbsent(texts.get(k), known[k]);
    }
  }
}
