package io.freshet.jobs.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.backlog.LiveHarness;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.jspecify.annotations.NullMarked;

/**
 * An operator through restores and a clock that jumps: the versions of a key must grow whatever
 * happens. Either the clock jumps and nothing is lost, or it does not, and a restore takes back
 * what was published since an older snapshot. (Both at once could only be told apart by asking the
 * topic.)
 *
 * @param <H> the operator's harness
 */
@NullMarked
public final class VersionTrial<H extends LiveHarness<?, ?, ?, ?>> {
  private static final int STEPS = 150;
  private static final int DAY = (int) Duration.ofDays(1).toMillis();

  /** What is tried. */
  public interface Subject<H> {
    /** A new operator, not opened. */
    H create() throws Exception;

    /** Sends it something. */
    void act(H harness, Random random) throws Exception;

    /** What it has published since this was last asked. */
    Collection<OutputRecord> drain(H harness);
  }

  private final Subject<H> subject;
  private final Random random;
  private final boolean crashes;
  private final Map<String, Long> last = new HashMap<>();
  private long now = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();

  public VersionTrial(Subject<H> subject, long seed) {
    this.subject = subject;
    random = new Random(seed);
    crashes = random.nextBoolean();
  }

  /** Fails where a version does not grow. */
  public void run() throws Exception {
    H harness = subject.create();
    harness.open();
    OperatorSubtaskState snapshot = snapshot(harness);
    for (int step = 0; step < STEPS; step++) {
      subject.act(harness, random);
      now += step(random);
      harness.setProcessingTime(now);
      check(subject.drain(harness));
      if (!crashes || random.nextInt(6) == 0) {
        snapshot = snapshot(harness);
      }
      if (random.nextInt(12) == 0) {
        close(harness);
        harness = restored(snapshot);
      }
    }
    close(harness);
    assertThat(last).as("published").isNotEmpty();
  }

  private int step(Random random) {
    if (!crashes && random.nextInt(10) == 0) {
      return random.nextInt(2 * DAY) - DAY;
    }
    return random.nextInt(1_500);
  }

  private OperatorSubtaskState snapshot(H harness) throws Exception {
    harness.getOperator().prepareSnapshotPreBarrier(1);
    OperatorSubtaskState snapshot = harness.snapshot(1, now);
    check(subject.drain(harness));
    return snapshot;
  }

  /** What it still publishes is out, though a crash takes it back. */
  private void close(H harness) throws Exception {
    harness.getOperator().prepareSnapshotPreBarrier(2);
    check(subject.drain(harness));
    harness.close();
  }

  private H restored(OperatorSubtaskState snapshot) throws Exception {
    H harness = subject.create();
    harness.initializeState(snapshot);
    now++;
    harness.setProcessingTime(now);
    harness.open();
    check(subject.drain(harness));
    return harness;
  }

  private void check(Collection<OutputRecord> published) {
    for (OutputRecord record : published) {
      assertThat(record.version())
          .as(record.key())
          .isGreaterThan(last.getOrDefault(record.key(), 0L));
      last.put(record.key(), record.version());
    }
  }
}
