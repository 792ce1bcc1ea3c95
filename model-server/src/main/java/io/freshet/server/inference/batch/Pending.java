package io.freshet.server.inference.batch;

import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * A request in the queue.
 *
 * @param inputs checked inputs
 * @param abandoned whether its caller stopped waiting
 * @param enqueuedNanos when it came, on the queue's ticker
 * @param answer completed exactly once
 */
record Pending(
    Batch inputs, BooleanSupplier abandoned, long enqueuedNanos, CompletableFuture<Batch> answer) {

  int rows() {
    return inputs.rows();
  }
}
