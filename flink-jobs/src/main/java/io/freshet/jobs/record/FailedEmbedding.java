package io.freshet.jobs.record;

import static java.util.Objects.requireNonNull;

/**
 * The inference server gave no usable vector for one item; the round went on without it.
 *
 * @param item id of the item
 * @param layer layer that failed
 * @param round round that it failed in
 * @param message what was wrong with the answer
 */
public record FailedEmbedding(String item, int layer, long round, String message) {
  public FailedEmbedding {
    requireNonNull(item, "item is null");
    requireNonNull(message, "message is null");
  }
}
