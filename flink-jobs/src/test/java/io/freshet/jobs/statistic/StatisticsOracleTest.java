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
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.junit.jupiter.api.Test;

/** What is published of items, against counting everything again. */
@SuppressWarnings("try") // the harness closes with any exception, interruption too
final class StatisticsOracleTest {
  private static final long NOW = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();

  /** Five standard errors of the estimate of distinct users. */
  private static final double MOST_OFF = 5 * 0.033;

  @Property(tries = 40)
  void anyOrderAndAnyRestoreGiveTheCountsOfAllInteractions(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    List<Interaction> interactions = interactions(random);
    Map<String, ItemStatistics> first = published(interactions, random);
    Collections.shuffle(interactions, random);
    Map<String, ItemStatistics> second = published(interactions, random);

    assertThat(first.keySet()).isEqualTo(second.keySet()).isNotEmpty();
    for (ItemStatistics item : first.values()) {
      assertCounts(item, interactions);
      ItemStatistics other = second.getOrDefault(item.getItemId(), item);
      assertCounts(other, interactions);
      assertThat(other.getDistinctUsers())
          .as("the same whatever the order")
          .isCloseTo(item.getDistinctUsers(), within(1e-6 * item.getDistinctUsers()));
    }
  }

  @Test
  void silentCatalogPublishesNothingHoweverLongAndWhateverItRepeats() throws Exception {
    try (Harness harness = new Harness()) {
      harness.open();
      harness.setProcessingTime(NOW);
      harness.processElement1(
          new StreamRecord<>(new Interaction("u", "a", "track", Signal.LIKE, 1, NOW, NOW)));
      harness.processElement2(new StreamRecord<>(new CatalogPresence("b", false)));
      assertThat(harness.extractOutputValues()).hasSize(2);
      for (int day = 0; day < 1_000; day++) {
        harness.setProcessingTime(NOW + Duration.ofDays(day).toMillis());
        harness.processElement2(new StreamRecord<>(new CatalogPresence("a", true)));
        harness.processElement2(new StreamRecord<>(new CatalogPresence("b", false)));
        harness.processElement2(new StreamRecord<>(new CatalogPresence("c", true)));
      }
      assertThat(harness.extractOutputValues()).hasSize(2);
      assertThat(harness.numProcessingTimeTimers()).isZero();
    }
  }

  private static List<Interaction> interactions(Random random) {
    List<Interaction> interactions = new ArrayList<>();
    int users = 1 + random.nextInt(3_000);
    int spanDays = 1 + random.nextInt(2_000);
    int count = 1 + random.nextInt(3_000);
    for (int i = 0; i < count; i++) {
      long at = NOW - random.nextLong(Duration.ofDays(spanDays).toMillis());
      double strength = random.nextInt(5) == 0 ? 0 : 0.25 + random.nextInt(2);
      interactions.add(
          new Interaction(
              "user-" + random.nextInt(users),
              "item-" + random.nextInt(2),
              "track",
              Signal.LIKE,
              strength,
              at,
              NOW));
    }
    interactions.add(new Interaction("u", "item-0", "track", Signal.LIKE, 1, NOW, NOW));
    return interactions;
  }

  private static Map<String, ItemStatistics> published(
      List<Interaction> interactions, Random random) throws Exception {
    Map<String, ItemStatistics> last = new HashMap<>();
    int cut = random.nextInt(interactions.size());
    OperatorSubtaskState snapshot;
    try (Harness harness = new Harness()) {
      harness.open();
      harness.take(interactions.subList(0, cut), last);
      snapshot = harness.snapshot(1, NOW);
    }
    try (Harness harness = new Harness()) {
      harness.initializeState(snapshot);
      harness.open();
      harness.take(interactions.subList(cut, interactions.size()), last);
    }
    return last;
  }

  private static void assertCounts(ItemStatistics item, List<Interaction> all) {
    List<Interaction> counted =
        all.stream()
            .filter(each -> each.itemId().equals(item.getItemId()) && each.strength() > 0)
            .toList();
    long asOf = counted.stream().mapToLong(Interaction::occurredAtMillis).max().orElse(0);
    long seen = counted.stream().mapToLong(Interaction::occurredAtMillis).min().orElse(0);
    assertThat(item.getAsOf().toEpochMilli()).isEqualTo(asOf);
    assertThat(item.getFirstSeen().toEpochMilli()).isEqualTo(seen);
    assertThat(item.getCount()).isEqualTo(counted.size());
    assertClose(item.getCount3d(), decayed(counted, asOf, 3));
    assertClose(item.getCount14d(), decayed(counted, asOf, 14));
    assertClose(item.getCount60d(), decayed(counted, asOf, 60));
    long users = counted.stream().map(Interaction::userId).distinct().count();
    assertThat(item.getDistinctUsers()).isCloseTo((double) users, within(MOST_OFF * users));
  }

  private static double decayed(List<Interaction> counted, long asOf, double days) {
    double halfLife = days * Duration.ofDays(1).toMillis();
    return counted.stream()
        .mapToDouble(each -> Math.pow(2, (each.occurredAtMillis() - asOf) / halfLife))
        .sum();
  }

  private static void assertClose(double actual, double expected) {
    assertThat(actual).isCloseTo(expected, within(1e-9 * expected));
  }

  private static final class Harness
      extends LiveHarness<String, Interaction, CatalogPresence, OutputRecord> {
    private final AvroCodec<ItemStatistics> codec = new AvroCodec<>(ItemStatistics.class);

    Harness() throws Exception {
      super(
          new StatisticsOperator(
              new StatisticConfig(0, Duration.ofSeconds(1), 2), "item-statistics"),
          Interaction::itemId,
          CatalogPresence::itemId,
          Types.STRING);
    }

    void take(List<Interaction> interactions, Map<String, ItemStatistics> last) throws Exception {
      for (Interaction interaction : interactions) {
        processElement1(new StreamRecord<>(interaction));
      }
      setProcessingTime(getProcessingTime() + 5_000);
      for (OutputRecord record : extractOutputValues()) {
        byte[] value = record.value();
        last.put(record.key(), codec.decode(value == null ? new byte[0] : value));
      }
    }
  }
}
