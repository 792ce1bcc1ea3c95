package io.freshet.server.inference.batch;

import static io.freshet.server.inference.batch.InferenceException.Code.DEADLINE_EXCEEDED;
import static io.freshet.server.inference.batch.InferenceException.Code.INTERNAL;
import static io.freshet.server.inference.batch.InferenceException.Code.OUT_OF_MEMORY;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs merged requests and hands each its own rows.
 *
 * <p>When a merged batch fails as a whole, its requests are tried again in halves, so that one bad
 * request fails alone at the cost of at most 2k - 1 runs for k requests. A single request that the
 * device has no memory for is cut into halves of its rows, down to single rows.
 */
final class BatchRunner {
  private static final Logger LOG = LoggerFactory.getLogger(BatchRunner.class);

  private final InferenceModel model;
  private final BatchMeter meter;
  private final LongSupplier ticker;

  BatchRunner(InferenceModel model, BatchMeter meter, LongSupplier ticker) {
    this.model = model;
    this.meter = meter;
    this.ticker = ticker;
  }

  /** Completes every request. Never throws. */
  void run(List<Pending> requests) {
    List<Pending> awaited = new ArrayList<>();
    for (Pending request : requests) {
      meter.waited(ticker.getAsLong() - request.enqueuedNanos());
      if (request.abandoned().getAsBoolean()) {
        fail(request.answer(), DEADLINE_EXCEEDED, "the caller stopped waiting", null);
      } else {
        awaited.add(request);
      }
    }
    if (!awaited.isEmpty()) {
      runMerged(awaited);
    }
  }

  @SuppressWarnings("CatchingUnchecked") // native engines throw anything; the queue must live on
  private void runMerged(List<Pending> requests) {
    List<TensorSpec> specs = model.signature().inputs();
    Batch outputs;
    try {
      outputs = infer(Batch.merge(specs, requests.stream().map(Pending::inputs).toList()));
    } catch (Throwable failure) {
      if (requests.size() > 1) {
        meter.split();
        runMerged(requests.subList(0, requests.size() / 2));
        runMerged(requests.subList(requests.size() / 2, requests.size()));
      } else {
        runAlone(requests.get(0), failure);
      }
      return;
    }
    int from = 0;
    for (Pending request : requests) {
      Batch own = outputs.slice(model.signature().outputs(), from, from + request.rows());
      request.answer().complete(own);
      from += request.rows();
    }
  }

  /** Last resort for a request that failed without company. */
  private void runAlone(Pending request, Throwable failure) {
    if (!isOutOfMemory(failure)) {
      fail(request.answer(), INTERNAL, String.valueOf(failure.getMessage()), failure);
      return;
    }
    try {
      request.answer().complete(inHalves(request.inputs()));
    } catch (RuntimeException | OutOfMemoryError again) {
      InferenceException.Code code = isOutOfMemory(again) ? OUT_OF_MEMORY : INTERNAL;
      fail(request.answer(), code, "%d rows".formatted(request.rows()), again);
    }
  }

  private Batch inHalves(Batch inputs) {
    List<TensorSpec> specs = model.signature().inputs();
    int half = inputs.rows() / 2;
    if (half == 0) {
      return infer(inputs);
    }
    meter.split();
    List<Batch> parts = new ArrayList<>();
    for (Batch part :
        List.of(inputs.slice(specs, 0, half), inputs.slice(specs, half, inputs.rows()))) {
      parts.add(orInHalves(part));
    }
    return Batch.merge(model.signature().outputs(), parts);
  }

  private Batch orInHalves(Batch inputs) {
    try {
      return infer(inputs);
    } catch (RuntimeException | OutOfMemoryError e) {
      if (inputs.rows() > 1 && isOutOfMemory(e)) {
        return inHalves(inputs);
      }
      throw e;
    }
  }

  private Batch infer(Batch inputs) {
    long start = ticker.getAsLong();
    Batch outputs = model.infer(inputs);
    if (outputs.rows() != inputs.rows()) {
      throw new IllegalStateException(
          "Cannot use an answer of %s: %d rows asked, another number answered (%d)"
              .formatted(model.name(), inputs.rows(), outputs.rows()));
    }
    int failedRows = outputs.flags(RowCheck.OK).unset();
    meter.ran(inputs.rows(), failedRows, ticker.getAsLong() - start);
    return outputs;
  }

  private void fail(
      CompletableFuture<Batch> answer,
      InferenceException.Code code,
      String why,
      @Nullable Throwable cause) {
    String message =
        "Cannot run %s %s: %s (%s)".formatted(model.name(), model.version(), why, code);
    if (cause == null) {
      answer.completeExceptionally(new InferenceException(code, message));
      return;
    }
    LOG.error(message, cause);
    answer.completeExceptionally(new InferenceException(code, message, cause));
  }

  /** Engines report a full device as an exception with this message; the heap has its own error. */
  private static boolean isOutOfMemory(Throwable failure) {
    return failure instanceof OutOfMemoryError
        || String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains("out of memory");
  }
}
