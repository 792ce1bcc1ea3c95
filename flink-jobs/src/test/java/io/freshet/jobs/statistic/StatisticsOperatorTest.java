package io.freshet.jobs.statistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.jobs.backlog.LiveHarness;
import io.freshet.jobs.kafka.OutputRecord;
import io.freshet.jobs.record.CatalogPresence;
import io.freshet.jobs.record.Interaction;
import io.freshet.schemas.ItemStatistics;
import io.freshet.schemas.Signal;
import io.freshet.schemas.wire.AvroCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // the harness closes with any exception, interruption too
final class StatisticsOperatorTest {
  private static final long NOW = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
  private static final long DAY = Duration.ofDays(1).toMillis();

  @Test
  void countsDecayWithTheirHalfLives() throws Exception {
    try (Harness harness = open(0)) {
      harness.interaction("u1", NOW - 12 * DAY);
      harness.setProcessingTime(NOW + 1_000);
      harness.interaction("u2", NOW);

      ItemStatistics record = harness.last();
      assertThat(record.getAsOf()).isEqualTo(Instant.ofEpochMilli(NOW));
      assertThat(record.getFirstSeen()).isEqualTo(Instant.ofEpochMilli(NOW - 12 * DAY));
      assertThat(record.getCount3d()).isCloseTo(1 + 1 / 16.0, within(1e-9));
      assertThat(record.getCount14d()).isCloseTo(1 + Math.pow(2, -12 / 14.0), within(1e-9));
      assertThat(record.getCount60d()).isCloseTo(1 + Math.pow(2, -12 / 60.0), within(1e-9));
      assertThat(record.getCount()).isEqualTo(2);
      assertThat(record.getDistinctUsers()).isCloseTo(2, within(1e-3));
    }
  }

  @Test
  void countsEqualExactOnesInAnyOrderAndAcrossRestores() throws Exception {
    Random random = new Random(11);
    double exact = 0;
    OperatorSubtaskState snapshot = null;
    for (int part = 0; part < 3; part++) {
      try (Harness harness = new Harness(0)) {
        if (snapshot != null) {
          harness.initializeState(snapshot);
        }
        harness.open();
        harness.setProcessingTime(NOW + part * 10_000L);
        for (int i = 0; i < 200; i++) {
          long at = NOW - random.nextInt(2_000) * DAY / 7;
          exact += Math.pow(2, -(NOW - at) / (14.0 * DAY));
          harness.interaction("user-" + random.nextInt(100), at);
        }
        harness.interaction("user-0", NOW);
        exact++;
        harness.setProcessingTime(NOW + part * 10_000L + 5_000);
        assertThat(harness.last().getCount14d()).isCloseTo(exact, within(1e-6));
        assertThat(harness.last().getDistinctUsers()).isBetween(80.0, 115.0);
        snapshot = harness.snapshot(part, part);
      }
    }
  }

  @Test
  void onlyMovedCountsArePublishedAndAtMostOnceASecond() throws Exception {
    try (Harness harness = open(0.05)) {
      harness.interaction("u", NOW);
      harness.interaction("u", NOW);
      harness.interaction("u", NOW);
      assertThat(harness.extractOutputValues()).hasSize(1);
      harness.setProcessingTime(NOW + 1_000);
      assertThat(harness.extractOutputValues()).hasSize(2);
      assertThat(harness.last().getCount()).isEqualTo(3);

      for (int i = 0; i < 100; i++) {
        harness.interaction("u", NOW);
      }
      harness.setProcessingTime(NOW + 5_000);
      int published = harness.extractOutputValues().size();
      harness.interaction("u", NOW);
      harness.setProcessingTime(NOW + Duration.ofDays(100).toMillis());
      assertThat(harness.extractOutputValues()).hasSize(published);
      assertThat(harness.numProcessingTimeTimers()).isZero();
    }
  }

  @Test
  void endOfInputPublishesWhatWaitsForItsInterval() throws Exception {
    try (Harness harness = open(0)) {
      harness.interaction("u", NOW);
      harness.interaction("v", NOW);
      assertThat(harness.extractOutputValues()).hasSize(1);
      harness.getOperator().finish();
      assertThat(harness.extractOutputValues()).hasSize(2);
      assertThat(harness.last().getCount()).isEqualTo(2);
      assertThat(harness.numProcessingTimeTimers()).isZero();
    }
  }

  @Test
  void skipsAreNotCounted() throws Exception {
    try (Harness harness = open(0)) {
      harness.processElement1(
          new StreamRecord<>(new Interaction("u", "item", "track", Signal.SKIP, 0, NOW, NOW)));
      assertThat(harness.extractOutputValues()).isEmpty();
      assertThat(harness.numKeyedStateEntries()).isZero();
    }
  }

  @Test
  void takenDownItemEndsAndStartsEmptyWhenItReturns() throws Exception {
    try (Harness harness = open(0)) {
      harness.interaction("u", NOW);
      harness.interaction("u", NOW);
      harness.presence(false);
      harness.presence(false);
      harness.interaction("u", NOW);
      harness.setProcessingTime(NOW + 2_000);
      assertThat(harness.extractOutputValues()).hasSize(2);
      OutputRecord tombstone = harness.extractOutputValues().get(1);
      assertThat(tombstone.value()).isNull();
      assertThat(tombstone.version()).isEqualTo(NOW * 1_000 + 1);

      harness.presence(true);
      harness.interaction("u", NOW);
      assertThat(harness.last().getCount()).isEqualTo(1);
      assertThat(harness.last().getVersion()).isGreaterThan(tombstone.version());
    }
  }

  private static Harness open(double epsilon) throws Exception {
    Harness harness = new Harness(epsilon);
    harness.open();
    harness.setProcessingTime(NOW);
    return harness;
  }

  private static final class Harness
      extends LiveHarness<String, Interaction, CatalogPresence, OutputRecord> {
    private final AvroCodec<ItemStatistics> codec = new AvroCodec<>(ItemStatistics.class);

    Harness(double epsilon) throws Exception {
      super(
          new StatisticsOperator(
              new StatisticConfig(epsilon, Duration.ofSeconds(1), 2), "item-statistics"),
          Interaction::itemId,
          CatalogPresence::itemId,
          Types.STRING);
    }

    void interaction(String user, long at) throws Exception {
      processElement1(
          new StreamRecord<>(new Interaction(user, "item", "track", Signal.LIKE, 1, at, NOW)));
    }

    void presence(boolean present) throws Exception {
      processElement2(new StreamRecord<>(new CatalogPresence("item", present)));
    }

    ItemStatistics last() throws Exception {
      List<OutputRecord> outputs = extractOutputValues();
      byte[] value = outputs.get(outputs.size() - 1).value();
      return codec.decode(value == null ? new byte[0] : value);
    }
  }
}
