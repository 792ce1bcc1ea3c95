package io.freshet.server.retrieval.text;

/** Texts as vectors of an embedding space. Thread-safe. */
public interface TextVectors {
  /**
   * The vector of an item of this text that has no neighbors.
   *
   * @param release whose embedding space
   * @param dimensions length of its item embeddings
   * @param type item type; an empty or unknown one is any type at all
   * @throws TextVectorException when the inference server gives none
   */
  float[] of(String text, String type, String release, int dimensions);
}
