package io.freshet.jobs.inference;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Tries a call again while the world fails: server away or overloaded (UNAVAILABLE), too slow
 * (DEADLINE_EXCEEDED), connection torn (INTERNAL, which is how gRPC reports a reset stream), server
 * ended while it answered (CANCELLED: it resets the streams under way; we cancel none ourselves but
 * with the task, whose interrupt ends the wait). Every other status is the server's considered
 * answer and is thrown at once. The number of attempts and every wait are bounded, what is tried
 * again is counted; {@link #stop} ends a wait early.
 */
final class Retries {
  static final Set<Status.Code> WORTH_RETRYING =
      Set.of(
          Status.Code.UNAVAILABLE,
          Status.Code.DEADLINE_EXCEEDED,
          Status.Code.INTERNAL,
          Status.Code.CANCELLED);

  private final int attempts;
  private final long backoffNanos;
  private final long maxBackoffNanos;
  private final RetryCounts counts;
  private final CountDownLatch stopped = new CountDownLatch(1);

  Retries(int attempts, Duration backoff, Duration maxBackoff, RetryCounts counts) {
    this.attempts = attempts;
    this.backoffNanos = backoff.toNanos();
    this.maxBackoffNanos = maxBackoff.toNanos();
    this.counts = counts;
  }

  /**
   * Answer of the first attempt that succeeds.
   *
   * @param what the call, for the message
   * @throws InferenceException after the last attempt, or at once for another failure
   */
  <T> T call(String what, Supplier<T> call) {
    for (int attempt = 1; ; attempt++) {
      try {
        return call.get();
      } catch (StatusRuntimeException e) {
        if (attempt == attempts || !WORTH_RETRYING.contains(e.getStatus().getCode())) {
          throw failed(what, attempt, e);
        }
        counts.add(e.getStatus().getCode());
        if (isStoppedWithin(waitNanos(attempt), e)) {
          throw failed(what, attempt, e);
        }
      }
    }
  }

  /** Ends the wait in progress and all later ones: the call fails with its last error. */
  void stop() {
    stopped.countDown();
  }

  /** Wait after the n-th failed attempt: doubles from the first wait up to the longest. */
  long waitNanos(int attempt) {
    double doubled = (double) backoffNanos * Math.pow(2, attempt - 1);
    return (long) Math.min((double) maxBackoffNanos, doubled);
  }

  private boolean isStoppedWithin(long nanos, StatusRuntimeException error) {
    try {
      return stopped.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      error.addSuppressed(e);
      return true;
    }
  }

  private static InferenceException failed(String what, int attempts, StatusRuntimeException e) {
    return new InferenceException(
        "Cannot call %s: %s (%d attempts)".formatted(what, e.getStatus(), attempts), e);
  }
}
