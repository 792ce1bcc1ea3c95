package io.freshet.server.training.tower;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * The text vectors of all blocks, each once: a text is the same in most blocks. Mutable, one owner,
 * one thread.
 */
final class TextRows {
  private final IdentityHashMap<float[], Integer> places = new IdentityHashMap<>();
  private final List<float[]> vectors = new ArrayList<>();

  /** Place of a vector in the table; the same array has one place. */
  int row(float[] vector) {
    Integer known = places.get(vector);
    if (known != null) {
      return known;
    }
    places.put(vector, vectors.size());
    vectors.add(vector);
    return vectors.size() - 1;
  }

  /** All vectors by their place. */
  float[][] table() {
    return vectors.toArray(float[][]::new);
  }
}
