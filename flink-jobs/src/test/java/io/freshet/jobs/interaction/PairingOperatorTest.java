package io.freshet.jobs.interaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.jobs.backlog.LiveHarness;
import io.freshet.jobs.kafka.OutputRecord;
import io.freshet.jobs.record.CheckedEvent;
import io.freshet.jobs.record.EdgeUpdate;
import io.freshet.jobs.record.Interaction;
import io.freshet.jobs.record.UserErasure;
import io.freshet.schemas.HistoryEntry;
import io.freshet.schemas.Signal;
import io.freshet.schemas.UserHistory;
import io.freshet.schemas.wire.AvroCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // the harness closes with any exception, interruption too
final class PairingOperatorTest {
  private static final long NOW = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
  private static final long DAY = Duration.ofDays(1).toMillis();

  @Test
  void pairGivesBothDirectionsWithTheLaterTime() throws Exception {
    try (Harness harness = open(InteractionConfig.defaults())) {
      harness.processElement(event("1", "a", NOW - DAY), 0);
      harness.processElement(event("2", "b", NOW - 2 * DAY), 0);
      harness.processElement(event("3", "a", NOW), 0);

      assertThat(harness.extractOutputValues())
          .containsExactly(
              edge("b", "a", NOW - DAY), edge("a", "b", NOW - DAY),
              edge("a", "b", NOW), edge("b", "a", NOW));
      assertThat(side(harness, Interactions.INTERACTIONS)).hasSize(3);
    }
  }

  @Test
  void repeatedEventCountsOnceEvenAfterARestoreAndAfterItLeftTheHistory() throws Exception {
    InteractionConfig config = withHistory(2);
    OperatorSubtaskState snapshot;
    try (Harness harness = open(config)) {
      for (int i = 0; i < 5; i++) {
        harness.processElement(event("e" + i, "item" + i, NOW + i), 0);
      }
      snapshot = harness.snapshot(1, 1);
    }
    try (Harness harness = new Harness(config)) {
      harness.initializeState(snapshot);
      harness.open();
      for (int i = 0; i < 5; i++) {
        harness.processElement(event("e" + i, "item" + i, NOW + i), 0);
      }
      assertThat(harness.extractOutputValues()).isEmpty();
      harness.processElement(event("e5", "item5", NOW + 5), 0);
      assertThat(harness.extractOutputValues()).hasSize(4);
      assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
    }
  }

  @Test
  void skipIsAnInteractionThatPairsWithNothingAndIsNotInTheHistory() throws Exception {
    try (Harness harness = open(InteractionConfig.defaults())) {
      harness.processElement(event("1", "a", NOW), 0);
      CheckedEvent skip =
          new CheckedEvent("2", "u", "b", "track", Signal.SKIP, NOW, -1, -1, NOW, NOW);
      harness.processElement(skip, 0);
      harness.processElement(skip, 0);

      assertThat(harness.extractOutputValues()).isEmpty();
      assertThat(side(harness, Interactions.INTERACTIONS))
          .extracting(Interaction::strength)
          .containsExactly(1.0, 0.0);
      assertThat(histories(harness)).hasSize(1);
    }
  }

  @Test
  void eventsBeyondTheDailyCapAreDropped() throws Exception {
    InteractionConfig defaults = InteractionConfig.defaults();
    InteractionConfig config =
        new InteractionConfig(
            50,
            defaults.horizon(),
            defaults.pairWindow(),
            Duration.ZERO,
            defaults.minPlay(),
            defaults.strengths(),
            100,
            3,
            defaults.publishInterval(),
            2);
    try (Harness harness = open(config)) {
      for (int i = 0; i < 10; i++) {
        harness.processElement(event("e" + i, "i" + i, NOW + i), 0);
      }
      harness.processElement(event("next", "i", NOW + DAY), 0);
      assertThat(side(harness, Interactions.INTERACTIONS)).hasSize(4);
    }
  }

  @Test
  void historyIsPublishedAtOnceThenMergedForASecond() throws Exception {
    try (Harness harness = open(InteractionConfig.defaults())) {
      harness.setProcessingTime(NOW);
      harness.processElement(event("1", "a", NOW - 3), 0);
      harness.processElement(event("2", "b", NOW - 1), 0);
      harness.processElement(event("3", "c", NOW - 2), 0);
      assertThat(histories(harness)).hasSize(1);

      harness.setProcessingTime(NOW + 999);
      assertThat(histories(harness)).hasSize(1);
      harness.setProcessingTime(NOW + 1_000);
      assertThat(histories(harness)).hasSize(2);
      assertThat(histories(harness).get(1).getInteractions())
          .extracting(HistoryEntry::getItemId)
          .containsExactly("b", "c", "a");
      assertThat(histories(harness).get(1).getVersion()).isEqualTo((NOW + 1_000) * 1_000);
      assertThat(harness.numProcessingTimeTimers()).isZero();
    }
  }

  @Test
  void versionGrowsThoughTheClockJumpsBack() throws Exception {
    OperatorSubtaskState snapshot;
    try (Harness harness = open(InteractionConfig.defaults())) {
      harness.setProcessingTime(NOW);
      harness.processElement(event("1", "a", NOW), 0);
      snapshot = harness.snapshot(1, 1);
    }
    try (Harness harness = new Harness(InteractionConfig.defaults())) {
      harness.initializeState(snapshot);
      harness.open();
      harness.setProcessingTime(NOW - DAY);
      harness.processElement(event("2", "b", NOW), 0);
      harness.setProcessingTime(NOW - DAY + 1_000);
      assertThat(histories(harness))
          .singleElement()
          .satisfies(history -> assertThat(history.getVersion()).isEqualTo(NOW * 1_000 + 1));
    }
  }

  @Property(tries = 60)
  void anyInterleavingGivesTheWeightsOfAllPairs(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    Duration kernel = random.nextBoolean() ? Duration.ZERO : Duration.ofDays(2);
    InteractionConfig config = withKernel(kernel);
    List<CheckedEvent> events = randomEvents(random);
    Map<String, Double> expected = allPairs(events, config);

    for (int order = 0; order < 2; order++) {
      Collections.shuffle(events, random);
      try (Harness harness = open(config)) {
        for (CheckedEvent event : events) {
          harness.processElement(event, 0);
          if (random.nextInt(5) == 0) {
            harness.processElement(event, 0);
          }
        }
        Map<String, Double> actual = new TreeMap<>();
        for (EdgeUpdate update : harness.extractOutputValues()) {
          actual.merge(
              update.itemId() + ">" + update.neighborId() + "@" + update.atMillis(),
              update.weight(),
              Double::sum);
        }
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        actual.forEach(
            (key, weight) ->
                assertThat(weight).isCloseTo(expected.getOrDefault(key, -1.0), within(1e-9)));
      }
    }
  }

  private static List<CheckedEvent> randomEvents(Random random) {
    List<CheckedEvent> events = new ArrayList<>();
    int count = 1 + random.nextInt(40);
    for (int i = 0; i < count; i++) {
      Signal signal = random.nextInt(3) == 0 ? Signal.STREAM : Signal.LIKE;
      events.add(
          new CheckedEvent(
              "event-" + i,
              "u" + random.nextInt(2),
              "item-" + random.nextInt(8),
              "track",
              signal,
              NOW - random.nextInt(80) * DAY - random.nextInt(5),
              random.nextInt(100_000),
              80_000,
              NOW,
              NOW));
    }
    return events;
  }

  private static Map<String, Double> allPairs(List<CheckedEvent> events, InteractionConfig config) {
    Strengths strengths = new Strengths(config);
    Map<String, Double> weights = new TreeMap<>();
    for (CheckedEvent one : events) {
      for (CheckedEvent other : events) {
        long distance = Math.abs(one.occurredAtMillis() - other.occurredAtMillis());
        double kernel =
            config.kernelHalfLife().isZero()
                ? 1
                : Math.exp(-Math.log(2) * distance / config.kernelHalfLife().toMillis());
        double weight = strengths.of(one) * strengths.of(other) * kernel;
        if (one.userId().equals(other.userId())
            && !one.itemId().equals(other.itemId())
            && distance <= config.pairWindow().toMillis()
            && weight > 0) {
          long at = Math.max(one.occurredAtMillis(), other.occurredAtMillis());
          weights.merge(one.itemId() + ">" + other.itemId() + "@" + at, weight, Double::sum);
        }
      }
    }
    return weights;
  }

  private static InteractionConfig withHistory(int history) {
    InteractionConfig defaults = InteractionConfig.defaults();
    return new InteractionConfig(
        history,
        defaults.horizon(),
        defaults.pairWindow(),
        defaults.kernelHalfLife(),
        defaults.minPlay(),
        defaults.strengths(),
        defaults.recentIds(),
        defaults.maxDailyEvents(),
        defaults.publishInterval(),
        2);
  }

  private static InteractionConfig withKernel(Duration kernelHalfLife) {
    InteractionConfig defaults = InteractionConfig.defaults();
    return new InteractionConfig(
        defaults.history(),
        defaults.horizon(),
        defaults.pairWindow(),
        kernelHalfLife,
        defaults.minPlay(),
        defaults.strengths(),
        defaults.recentIds(),
        defaults.maxDailyEvents(),
        defaults.publishInterval(),
        2);
  }

  private static CheckedEvent event(String id, String item, long occurredAt) {
    return new CheckedEvent(id, "u", item, "track", Signal.LIKE, occurredAt, -1, -1, NOW, NOW);
  }

  private static EdgeUpdate edge(String item, String neighbor, long at) {
    return new EdgeUpdate(item, "track", neighbor, "track", 1, at, Pairing.userBit("u"), NOW);
  }

  private static Harness open(InteractionConfig config) throws Exception {
    Harness harness = new Harness(config);
    harness.open();
    return harness;
  }

  private static List<UserHistory> histories(Harness harness) throws Exception {
    List<UserHistory> histories = new ArrayList<>();
    for (OutputRecord output : side(harness, Interactions.HISTORIES)) {
      assertThat(output.topic()).isEqualTo("user-histories");
      byte[] value = output.value();
      assertThat(value).isNotNull();
      histories.add(new AvroCodec<>(UserHistory.class).decode(value == null ? new byte[0] : value));
    }
    return histories;
  }

  private static <T> List<T> side(Harness harness, OutputTag<T> tag) {
    @Nullable Queue<StreamRecord<T>> output = harness.getSideOutput(tag);
    return output == null ? List.of() : output.stream().map(StreamRecord::getValue).toList();
  }

  /** The function as an operator keyed by user. */
  private static final class Harness
      extends LiveHarness<String, CheckedEvent, UserErasure, EdgeUpdate> {
    Harness(InteractionConfig config) throws Exception {
      super(
          new PairingOperator(config, "user-histories"),
          CheckedEvent::userId,
          UserErasure::userId,
          Types.STRING);
    }

    void processElement(CheckedEvent event, long timestamp) throws Exception {
      processElement1(event, timestamp);
    }
  }
}
