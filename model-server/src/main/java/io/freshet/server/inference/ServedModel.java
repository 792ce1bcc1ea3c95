package io.freshet.server.inference;

import io.freshet.server.inference.batch.Batch;
import io.freshet.server.inference.batch.BatchLimits;
import io.freshet.server.inference.batch.BatchQueue;
import io.freshet.server.inference.batch.Column;
import io.freshet.server.inference.batch.InferenceModel;
import io.freshet.server.inference.batch.RowCheck;
import io.freshet.server.inference.batch.Signature;
import io.freshet.server.inference.batch.TensorSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** A loaded model and its queue. Thread-safe. */
final class ServedModel implements AutoCloseable {
  private static final int WARM_UP_ROWS = 32;

  private final InferenceModel model;
  private final BatchQueue queue;
  private final int mostWaitingRows;

  ServedModel(InferenceModel model, BatchLimits limits, InferenceMetrics metrics) {
    this.model = model;
    mostWaitingRows = limits.queueRows();
    queue = new BatchQueue(model, limits, metrics.meter(model.name()));
  }

  String name() {
    return model.name();
  }

  String version() {
    return model.version();
  }

  String platform() {
    return model.platform();
  }

  Signature signature() {
    return model.signature();
  }

  int waitingRows() {
    return queue.waitingRows();
  }

  /** Rows that may wait. */
  int mostWaitingRows() {
    return mostWaitingRows;
  }

  /**
   * Checks and enqueues a request.
   *
   * @param columns inputs by name
   * @param abandoned whether the caller stopped waiting
   */
  CompletableFuture<Batch> submit(Map<String, Column> columns, BooleanSupplier abandoned) {
    Batch inputs = model.signature().check(columns);
    return inputs.rows() == 0
        ? CompletableFuture.completedFuture(empty())
        : queue.submit(inputs, abandoned);
  }

  /**
   * Runs the shapes that requests will have, and checks that sane inputs get answers.
   *
   * @throws IllegalStateException when a sample row fails
   */
  void warmUp() {
    for (int rows : new int[] {1, WARM_UP_ROWS, 1}) {
      Batch answer = model.infer(model.sample(rows));
      int failed = answer.flags(RowCheck.OK).unset();
      if (answer.rows() != rows || failed > 0) {
        throw new IllegalStateException(
            "Cannot serve %s %s: it fails its self-check (%d of %d rows)"
                .formatted(name(), version(), failed, rows));
      }
    }
  }

  private Batch empty() {
    Map<String, Column> columns = new HashMap<>();
    for (TensorSpec output : model.signature().outputs()) {
      columns.put(
          output.name(),
          output.width() == 0
              ? new Column.Flags(new boolean[0])
              : new Column.Vectors(output.width(), new float[0]));
    }
    return new Batch(0, columns);
  }

  @Override
  public void close() {
    queue.close();
  }
}
