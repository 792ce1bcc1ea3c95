package io.freshet.jobs.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.jobs.RecordedMetrics;
import io.grpc.Status;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RetriesTest {
  private final RecordedMetrics metrics = new RecordedMetrics();

  @Test
  void waitsDoubleUpToTheLongest() {
    Retries retries = retries(99, Duration.ofNanos(10), Duration.ofNanos(50));

    assertThat(retries.waitNanos(1)).isEqualTo(10);
    assertThat(retries.waitNanos(2)).isEqualTo(20);
    assertThat(retries.waitNanos(3)).isEqualTo(40);
    assertThat(retries.waitNanos(4)).isEqualTo(50);
    assertThat(retries.waitNanos(2_000)).isEqualTo(50);
  }

  @Test
  void stoppedRetriesDoNotWait() {
    Retries retries = retries(99, Duration.ofDays(1), Duration.ofDays(1));
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
    Retries retries = retries(99, Duration.ofDays(1), Duration.ofDays(1));
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

  @ParameterizedTest
  @EnumSource(Status.Code.class)
  void whatTheWorldDidIsTriedAgainAndAConsideredAnswerIsNot(Status.Code code) {
    boolean isTheWorlds =
        Set.of(
                Status.Code.UNAVAILABLE,
                Status.Code.DEADLINE_EXCEEDED,
                Status.Code.INTERNAL,
                Status.Code.CANCELLED)
            .contains(code);
    AtomicInteger calls = new AtomicInteger();
    Retries retries = retries(3, Duration.ofMillis(1), Duration.ofMillis(1));
    assertThatThrownBy(
            () ->
                retries.call(
                    "it",
                    () -> {
                      calls.incrementAndGet();
                      throw code.toStatus().asRuntimeException();
                    }))
        .isInstanceOf(InferenceException.class)
        .hasMessageContaining(code.name());
    assertThat(calls).hasValue(isTheWorlds ? 3 : 1);
    for (Status.Code worth : Retries.WORTH_RETRYING) {
      assertThat(metrics.count("code=%s/inference_retries_total".formatted(worth)))
          .isEqualTo(worth == code ? 2 : 0);
    }
  }

  private Retries retries(int attempts, Duration backoff, Duration maxBackoff) {
    return new Retries(attempts, backoff, maxBackoff, new RetryCounts(metrics));
  }
}
