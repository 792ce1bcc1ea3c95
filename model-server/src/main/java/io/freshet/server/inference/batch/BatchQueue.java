package io.freshet.server.inference.batch;

import static io.freshet.server.inference.batch.InferenceException.Code.INVALID_ARGUMENT;
import static io.freshet.server.inference.batch.InferenceException.Code.UNAVAILABLE;
import static java.util.concurrent.TimeUnit.SECONDS;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Bounded queue and one thread in front of a model (dynamic batching).
 *
 * <p>Idea: the first request waiting opens a batch; it runs when the waiting rows reach the limit
 * or the first has waited the longest delay. While the model runs, the next batch fills up, so a
 * busy server merges more. Requests keep their order. Thread-safe.
 *
 * <p>Closing refuses new requests, runs those that wait and then ends the thread.
 */
public final class BatchQueue implements AutoCloseable {
  private static final long CLOSE_SECONDS = 60;

  private final InferenceModel model;
  private final BatchLimits limits;
  private final BatchRunner runner;
  private final LongSupplier ticker;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  @GuardedBy("lock")
  private final ArrayDeque<Pending> waiting = new ArrayDeque<>();

  @GuardedBy("lock")
  private int waitingRows;

  @GuardedBy("lock")
  private boolean closed;

  /** A running queue. */
  public BatchQueue(InferenceModel model, BatchLimits limits, BatchMeter meter) {
    this(model, limits, meter, System::nanoTime);
  }

  BatchQueue(InferenceModel model, BatchLimits limits, BatchMeter meter, LongSupplier ticker) {
    this.model = model;
    this.limits = limits;
    this.ticker = ticker;
    runner = new BatchRunner(model, meter, ticker);
    thread = new Thread(this::work, "freshet-batch-" + model.name());
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Enqueues a request.
   *
   * @param inputs inputs checked against the model's signature
   * @param abandoned asked just before the request would run; true drops it
   * @return the answer, or an {@link InferenceException}
   * @throws InferenceException UNAVAILABLE when full or closed, INVALID_ARGUMENT when the request
   *     could never fit
   */
  public CompletableFuture<Batch> submit(Batch inputs, BooleanSupplier abandoned) {
    if (inputs.rows() > limits.queueRows()) {
      throw refused(INVALID_ARGUMENT, "%d rows exceed the queue", inputs.rows());
    }
    lock.lock();
    try {
      if (closed) {
        throw refused(UNAVAILABLE, "it is being unloaded while %d rows wait", waitingRows);
      }
      if (waitingRows + inputs.rows() > limits.queueRows()) {
        throw refused(UNAVAILABLE, "the queue holds %d rows and is full", waitingRows);
      }
      CompletableFuture<Batch> answer = new CompletableFuture<>();
      waiting.add(new Pending(inputs, abandoned, ticker.getAsLong(), answer));
      waitingRows += inputs.rows();
      changed.signal();
      return answer;
    } finally {
      lock.unlock();
    }
  }

  /** Rows that wait. */
  public int waitingRows() {
    lock.lock();
    try {
      return waitingRows;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    try {
      thread.join(SECONDS.toMillis(CLOSE_SECONDS));
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    try {
      List<Pending> batch = next();
      while (!batch.isEmpty()) {
        runner.run(batch);
        batch = next();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for a batch; empty when closed and drained. */
  private List<Pending> next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (waiting.isEmpty() && !closed) {
        changed.await();
      }
      awaitCompany();
      return poll();
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void awaitCompany() throws InterruptedException {
    Pending first = waiting.peek();
    if (first == null) {
      return;
    }
    long runAt = first.enqueuedNanos() + limits.maxDelay().toNanos();
    long left = runAt - ticker.getAsLong();
    while (left > 0 && waitingRows < limits.maxRows() && !closed) {
      changed.awaitNanos(left);
      left = runAt - ticker.getAsLong();
    }
  }

  @GuardedBy("lock")
  private List<Pending> poll() {
    List<Pending> batch = new ArrayList<>();
    int rows = 0;
    Pending head = waiting.peek();
    while (head != null && (batch.isEmpty() || rows + head.rows() <= limits.maxRows())) {
      batch.add(waiting.remove());
      rows += head.rows();
      head = waiting.peek();
    }
    waitingRows -= rows;
    return batch;
  }

  private InferenceException refused(InferenceException.Code code, String why, int rows) {
    return new InferenceException(
        code, "Cannot queue for %s: %s (%s)".formatted(model.name(), why.formatted(rows), code));
  }
}
