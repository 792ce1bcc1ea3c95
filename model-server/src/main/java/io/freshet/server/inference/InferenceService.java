package io.freshet.server.inference;

import io.freshet.server.inference.batch.Batch;
import io.freshet.server.inference.batch.Column;
import io.freshet.server.inference.batch.InferenceException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What both wires do: find the model, run, count. */
final class InferenceService {
  private final ModelRegistry registry;
  private final InferenceMetrics metrics;
  private volatile boolean ready;

  InferenceService(ModelRegistry registry, InferenceMetrics metrics) {
    this.registry = registry;
    this.metrics = metrics;
  }

  /**
   * An answer and who gave it.
   *
   * @param model the model that ran
   * @param outputs its outputs
   */
  record Answer(ServedModel model, Batch outputs) {}

  /** Whether the models that were asked for are loaded and warm, and the server is not stopping. */
  boolean ready() {
    return ready;
  }

  void open() {
    ready = true;
  }

  void shut() {
    ready = false;
  }

  /**
   * Runs a request.
   *
   * @param version empty for the newest
   * @param inputs reads the inputs, or throws INVALID_ARGUMENT
   * @param abandoned whether the caller stopped waiting
   * @return the answer, or an {@link InferenceException}
   */
  CompletableFuture<Answer> infer(
      String name,
      String version,
      Supplier<Map<String, Column>> inputs,
      BooleanSupplier abandoned) {
    long arrivedNanos = System.nanoTime();
    String label = InferenceMetrics.UNKNOWN_MODEL;
    CompletableFuture<Answer> answer;
    try {
      label = model(name, version).name();
      answer = submit(name, version, inputs.get(), abandoned);
    } catch (InferenceException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    String counted = label;
    return answer.whenComplete(
        (done, failure) ->
            metrics.answered(
                counted,
                failure == null ? InferenceMetrics.OK : unwrap(failure).code().name(),
                System.nanoTime() - arrivedNanos));
  }

  /** A model found just before it was unloaded refuses; then its successor is asked. */
  private CompletableFuture<Answer> submit(
      String name, String version, Map<String, Column> inputs, BooleanSupplier abandoned) {
    ServedModel model = model(name, version);
    while (true) {
      ServedModel asked = model;
      try {
        return asked.submit(inputs, abandoned).thenApply(outputs -> new Answer(asked, outputs));
      } catch (InferenceException e) {
        model = model(name, version);
        if (e.code() != InferenceException.Code.UNAVAILABLE || model == asked) {
          throw e;
        }
      }
    }
  }

  /**
   * The model, once the server is ready.
   *
   * @throws InferenceException UNAVAILABLE before and after, NOT_FOUND
   */
  ServedModel model(String name, String version) {
    if (!ready) {
      throw new InferenceException(
          InferenceException.Code.UNAVAILABLE,
          "Cannot answer: the server is starting or stopping (%s)".formatted(name));
    }
    return registry.find(name, version);
  }

  /** The failure as an exception with a code. */
  static InferenceException unwrap(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof InferenceException known
        ? known
        : new InferenceException(
            InferenceException.Code.INTERNAL, "Cannot answer: " + cause.getMessage(), cause);
  }
}
