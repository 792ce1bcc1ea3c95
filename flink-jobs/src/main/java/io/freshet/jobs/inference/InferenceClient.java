package io.freshet.jobs.inference;

import java.util.List;

/**
 * Dense maths done elsewhere, in batches. An answer list is as long as the input list and in its
 * order; an empty array means that this one item failed (not finite, zero, of a wrong size, or
 * refused by the server) while the others stand. Answered arrays are not changed by anyone.
 *
 * <p>A failure of the world (server away, overloaded, too slow) is retried a bounded number of
 * times, then thrown as {@link InferenceException}. One owner, one thread.
 */
public interface InferenceClient extends AutoCloseable {
  /**
   * Text vectors of unit length.
   *
   * @param texts any number of texts, none empty
   */
  List<float[]> encodeTexts(List<String> texts);

  /**
   * First hidden vectors h(0) of items.
   *
   * @param types item type of each item
   * @param textVectors text vector of each item as the encoder gave it; the model centres it
   */
  List<float[]> encodeItems(List<String> types, List<float[]> textVectors);

  /**
   * Hidden vectors h(l) of items.
   *
   * @param layer l, from 1
   * @param inputs what the layer reads for each item
   */
  List<float[]> layer(int layer, List<LayerInput> inputs);

  /** Gives the connection back. Never throws. */
  @Override
  void close();
}
