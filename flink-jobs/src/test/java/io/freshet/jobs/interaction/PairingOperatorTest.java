package io.freshet.jobs.interaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.jobs.kafka.OutputRecord;
import io.freshet.jobs.record.CheckedEvent;
import io.freshet.jobs.record.EdgeUpdate;
import io.freshet.jobs.record.Interaction;
import io.freshet.schemas.HistoryEntry;
import io.freshet.schemas.Signal;
import io.freshet.schemas.UserHistory;
import io.freshet.schemas.wire.AvroCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // the harness closes with any exception, interruption too
final class PairingOperatorTest {
  private static final long NOW = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
  private static final long DAY = Duration.ofDays(1).toMillis();

  @Test
  void pairGivesBothDirectionsWithTheLaterTime() throws Exception {
    try (PairingHarness harness = PairingHarness.opened(InteractionConfig.defaults())) {
      harness.process(event("1", "a", NOW - DAY));
      harness.process(event("2", "b", NOW - 2 * DAY));
      harness.process(event("3", "a", NOW));

      assertThat(PairingHarness.updates(harness))
          .containsExactly(
              edge("b", "a", NOW - DAY), edge("a", "b", NOW - DAY),
              edge("a", "b", NOW), edge("b", "a", NOW));
      assertThat(harness.side(Interactions.INTERACTIONS)).hasSize(3);
    }
  }

  @Test
  void repeatedEventCountsOnceEvenAfterARestoreAndAfterItLeftTheHistory() throws Exception {
    InteractionConfig config = PairingHarness.config("history", "2");
    OperatorSubtaskState snapshot;
    try (PairingHarness harness = PairingHarness.opened(config)) {
      for (int i = 0; i < 5; i++) {
        harness.process(event("e" + i, "item" + i, NOW + i));
      }
      snapshot = harness.snapshot(1, 1);
    }
    try (PairingHarness harness = new PairingHarness(config)) {
      harness.initializeState(snapshot);
      harness.open();
      for (int i = 0; i < 5; i++) {
        harness.process(event("e" + i, "item" + i, NOW + i));
      }
      assertThat(PairingHarness.updates(harness)).isEmpty();
      harness.process(event("e5", "item5", NOW + 5));
      assertThat(PairingHarness.updates(harness)).hasSize(4);
      assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
    }
  }

  @Test
  void skipIsAnInteractionThatPairsWithNothingAndIsNotInTheHistory() throws Exception {
    try (PairingHarness harness = PairingHarness.opened(InteractionConfig.defaults())) {
      harness.process(event("1", "a", NOW));
      CheckedEvent skip =
          new CheckedEvent("2", "u", "b", "track", Signal.SKIP, NOW, -1, -1, NOW, NOW);
      harness.process(skip);
      harness.process(skip);

      assertThat(PairingHarness.updates(harness)).isEmpty();
      assertThat(harness.side(Interactions.INTERACTIONS))
          .extracting(Interaction::strength)
          .containsExactly(1.0, 0.0);
      assertThat(histories(harness)).hasSize(1);
    }
  }

  @Test
  void eventsBeyondTheDailyCapAreDropped() throws Exception {
    InteractionConfig config = PairingHarness.config("max-daily-events", "3");
    try (PairingHarness harness = PairingHarness.opened(config)) {
      for (int i = 0; i < 10; i++) {
        harness.process(event("e" + i, "i" + i, NOW + i));
      }
      CheckedEvent next =
          new CheckedEvent(
              "next", "u", "i", "track", Signal.LIKE, NOW, -1, -1, NOW + DAY, NOW + DAY);
      harness.process(next);
      assertThat(harness.side(Interactions.INTERACTIONS)).hasSize(4);
    }
  }

  @Test
  void historyIsPublishedAtOnceThenMergedForASecond() throws Exception {
    try (PairingHarness harness = PairingHarness.opened(InteractionConfig.defaults())) {
      harness.setProcessingTime(NOW);
      harness.process(event("1", "a", NOW - 3));
      harness.process(event("2", "b", NOW - 1));
      harness.process(event("3", "c", NOW - 2));
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
    try (PairingHarness harness = PairingHarness.opened(InteractionConfig.defaults())) {
      harness.setProcessingTime(NOW);
      harness.process(event("1", "a", NOW));
      snapshot = harness.snapshot(1, 1);
    }
    try (PairingHarness harness = new PairingHarness(InteractionConfig.defaults())) {
      harness.initializeState(snapshot);
      harness.open();
      harness.setProcessingTime(NOW - DAY);
      harness.process(event("2", "b", NOW));
      harness.setProcessingTime(NOW - DAY + 1_000);
      assertThat(histories(harness))
          .singleElement()
          .satisfies(history -> assertThat(history.getVersion()).isEqualTo(NOW * 1_000 + 1));
    }
  }

  @Property(tries = 60)
  void anyInterleavingGivesTheWeightsOfAllPairs(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    InteractionConfig config =
        PairingHarness.config(
            "kernel-half-life",
            random.nextBoolean() ? "0d" : "2d",
            "session-gap",
            random.nextInt(5) + "d",
            "across-sessions",
            List.of("0", "0.25", "1").get(random.nextInt(3)));
    List<CheckedEvent> events = randomEvents(random);
    Map<String, Double> expected = allPairs(events, config);

    for (int order = 0; order < 2; order++) {
      Collections.shuffle(events, random);
      try (PairingHarness harness = PairingHarness.opened(config)) {
        for (CheckedEvent event : events) {
          harness.process(event);
          if (random.nextInt(5) == 0) {
            harness.process(event);
          }
        }
        Map<String, Double> actual = new TreeMap<>();
        for (EdgeUpdate update : PairingHarness.updates(harness)) {
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
    Map<CheckedEvent, Integer> sessions = sessions(events, config);
    Map<String, Double> weights = new TreeMap<>();
    for (CheckedEvent one : events) {
      for (CheckedEvent other : events) {
        long distance = Math.abs(one.occurredAtMillis() - other.occurredAtMillis());
        double kernel =
            config.kernelHalfLife().isZero()
                ? 1
                : Math.exp(-Math.log(2) * distance / config.kernelHalfLife().toMillis());
        boolean together = Objects.equals(sessions.get(one), sessions.get(other));
        double weight =
            strengths.of(one)
                * strengths.of(other)
                * kernel
                * (together ? 1 : config.acrossSessions());
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

  /** Number of the session of each event that says something, over all users. */
  private static Map<CheckedEvent, Integer> sessions(
      List<CheckedEvent> events, InteractionConfig config) {
    Strengths strengths = new Strengths(config);
    List<CheckedEvent> sorted =
        events.stream()
            .filter(event -> strengths.of(event) > 0)
            .sorted(
                Comparator.comparing(CheckedEvent::userId)
                    .thenComparing(CheckedEvent::occurredAtMillis))
            .toList();
    Map<CheckedEvent, Integer> sessions = new HashMap<>();
    int session = 0;
    for (int i = 0; i < sorted.size(); i++) {
      if (i > 0 && !config.sessionGap().isZero()) {
        long gap = sorted.get(i).occurredAtMillis() - sorted.get(i - 1).occurredAtMillis();
        boolean sameUser = sorted.get(i).userId().equals(sorted.get(i - 1).userId());
        session += sameUser && gap <= config.sessionGap().toMillis() ? 0 : 1;
      }
      sessions.put(sorted.get(i), session);
    }
    return sessions;
  }

  @Test
  void endOfInputPublishesTheHistoriesThatWait() throws Exception {
    try (PairingHarness harness = PairingHarness.opened(PairingHarness.config())) {
      harness.process(event("1", "a", NOW));
      harness.process(event("2", "b", NOW + 1));
      assertThat(histories(harness)).hasSize(1);
      harness.getOperator().finish();
      assertThat(histories(harness)).hasSize(2);
      assertThat(histories(harness).get(1).getInteractions()).hasSize(2);
      assertThat(harness.numProcessingTimeTimers()).isZero();
    }
  }

  private static CheckedEvent event(String id, String item, long occurredAt) {
    return new CheckedEvent(id, "u", item, "track", Signal.LIKE, occurredAt, -1, -1, NOW, NOW);
  }

  private static EdgeUpdate edge(String item, String neighbor, long at) {
    return new EdgeUpdate(item, "track", neighbor, "track", 1, at, Pairing.userBit("u"), NOW);
  }

  private static List<UserHistory> histories(PairingHarness harness) throws Exception {
    List<UserHistory> histories = new ArrayList<>();
    for (OutputRecord output : harness.side(Interactions.HISTORIES)) {
      assertThat(output.topic()).isEqualTo("user-histories");
      byte[] value = output.value();
      assertThat(value).isNotNull();
      histories.add(new AvroCodec<>(UserHistory.class).decode(value == null ? new byte[0] : value));
    }
    return histories;
  }
}
