package io.freshet.jobs.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class RetriesTest {
  @Test
  void waitsDoubleUpToTheLongest() {
    Retries retries = new Retries(99, Duration.ofNanos(10), Duration.ofNanos(50));

    assertThat(retries.waitNanos(1)).isEqualTo(10);
    assertThat(retries.waitNanos(2)).isEqualTo(20);
    assertThat(retries.waitNanos(3)).isEqualTo(40);
    assertThat(retries.waitNanos(4)).isEqualTo(50);
    assertThat(retries.waitNanos(2_000)).isEqualTo(50);
  }

  @Test
  void stoppedRetriesDoNotWait() {
    Retries retries = new Retries(99, Duration.ofDays(1), Duration.ofDays(1));
    AtomicInteger calls = new AtomicInteger();
    retries.stop();

    assertThatThrownBy(
            () ->
                retries.call(
                    "it",
                    () -> {
                      calls.incrementAndGet();
                      throw Status.UNAVAILABLE.asRuntimeException();
                    }))
        .isInstanceOf(InferenceException.class);
    assertThat(calls).hasValue(1);
  }

  @Test
  void interruptedWaitFailsAndKeepsTheInterrupt() {
    Retries retries = new Retries(99, Duration.ofDays(1), Duration.ofDays(1));
    Thread.currentThread().interrupt();

    assertThatThrownBy(
            () ->
                retries.call(
                    "it",
                    () -> {
                      throw Status.UNAVAILABLE.asRuntimeException();
                    }))
        .isInstanceOf(InferenceException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
