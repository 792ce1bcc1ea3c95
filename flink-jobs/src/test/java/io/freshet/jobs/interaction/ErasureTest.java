package io.freshet.jobs.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.backlog.LiveHarness;
import io.freshet.jobs.kafka.OutputRecord;
import io.freshet.jobs.record.CheckedEvent;
import io.freshet.jobs.record.EdgeUpdates;
import io.freshet.jobs.record.UserErasure;
import io.freshet.schemas.HistoryEntry;
import io.freshet.schemas.Signal;
import io.freshet.schemas.UserHistory;
import io.freshet.schemas.wire.AvroCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Users who are erased between, before and after their events. */
@SuppressWarnings("try") // the harness closes with any exception, interruption too
final class ErasureTest {
  private static final long NOW = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();

  @Test
  void erasureEndsTheRecordTakesTheTimerAndLeavesNothingToPairWith() throws Exception {
    try (Harness harness = open()) {
      harness.event("1", "u", "a", NOW);
      harness.event("2", "u", "b", NOW + 1);
      assertThat(harness.numProcessingTimeTimers()).isEqualTo(1);
      int pairs = PairingHarness.updates(harness).size();
      harness.erase("u", NOW + 2);

      OutputRecord tombstone = harness.lastHistory();
      assertThat(tombstone.topic()).isEqualTo("user-histories");
      assertThat(tombstone.key()).isEqualTo("u");
      assertThat(tombstone.value()).isNull();
      assertThat(tombstone.version()).isEqualTo(NOW * 1_000 + 1);
      assertThat(harness.numProcessingTimeTimers()).isZero();
      harness.setProcessingTime(NOW + 10_000);
      assertThat(harness.histories()).hasSize(2);

      harness.event("3", "u", "c", NOW + 3);
      assertThat(PairingHarness.updates(harness)).as("no new pair").hasSize(pairs);
      assertThat(items(harness.lastHistory())).containsExactly("c");
      assertThat(harness.lastHistory().version()).isGreaterThan(tombstone.version());
    }
  }

  @Test
  void eventsIngestedBeforeAnErasureStartNothingHoweverLateAlsoAfterARestore() throws Exception {
    OperatorSubtaskState snapshot;
    try (Harness harness = open()) {
      harness.event("1", "u", "a", NOW);
      harness.erase("u", NOW + 2);
      snapshot = harness.snapshot(1, 1);
    }
    try (Harness harness = new Harness()) {
      harness.initializeState(snapshot);
      harness.open();
      harness.setProcessingTime(NOW + 60_000);
      harness.event("2", "u", "b", NOW + 1);
      harness.event("3", "u", "c", NOW + 2);
      assertThat(harness.histories()).isEmpty();
      assertThat(harness.getSideOutput(Interactions.INTERACTIONS)).isNull();
      harness.event("4", "u", "d", NOW + 3);
      assertThat(items(harness.lastHistory())).containsExactly("d");
      assertThat(PairingHarness.updates(harness)).isEmpty();
      assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
    }
  }

  @Test
  void idsOfEventsAreForgottenToo() throws Exception {
    try (Harness harness = open()) {
      harness.event("1", "u", "a", NOW);
      harness.erase("u", NOW);
      harness.event("1", "u", "a", NOW + 1);
      assertThat(items(harness.lastHistory())).containsExactly("a");
    }
  }

  @Test
  void erasureOfSomeoneUnknownStillEndsTheRecordAndOnlyOnce() throws Exception {
    try (Harness harness = open()) {
      harness.erase("u", NOW);
      harness.erase("u", NOW);
      harness.erase("u", NOW - 1);
      assertThat(harness.histories())
          .singleElement()
          .satisfies(tombstone -> assertThat(tombstone.value()).isNull());
    }
  }

  @Test
  void othersAreNotConcerned() throws Exception {
    try (Harness harness = open()) {
      harness.event("1", "u", "a", NOW);
      harness.event("2", "v", "b", NOW);
      harness.erase("u", NOW + 1);
      harness.event("3", "v", "c", NOW);
      harness.setProcessingTime(NOW + 1_000);
      assertThat(items(harness.lastHistory())).containsExactly("c", "b");
    }
  }

  @Test
  void historyOfAnEarlierReleaseIsReadAndErasedWhole() throws Exception {
    DataOutputSerializer out = new DataOutputSerializer(64);
    out.writeByte(1);
    for (long value : new long[] {7, NOW, History.NEVER, 3}) {
      out.writeLong(value);
    }
    out.writeInt(2);
    out.writeShort(1);
    out.writeLong(99);
    out.writeUTF("a");
    out.writeUTF("track");
    out.writeUTF("LIKE");
    out.writeDouble(.5);
    out.writeLong(NOW - 5);
    out.writeShort(1);
    out.writeLong(98);

    History history = new HistoryCodec(new SharedIds()).decode(out.getCopyOfBuffer());
    assertThat(history.version).isEqualTo(7);
    assertThat(history.activity().eventsOfDay).isEqualTo(2);
    assertThat(history.interactions())
        .containsExactly(
            new PastInteraction(99, "a", "track", Signal.LIKE, .5, NOW - 5, History.NEVER));
    history =
        new HistoryCodec(new SharedIds()).decode(new HistoryCodec(new SharedIds()).encode(history));
    assertThat(history.contains(98)).isTrue();
    history.erase(1);
    history =
        new HistoryCodec(new SharedIds()).decode(new HistoryCodec(new SharedIds()).encode(history));
    assertThat(history.interactions()).isEmpty();
    assertThat(history.contains(98)).isFalse();
    assertThat(history.version).isEqualTo(7);
    assertThat(history.erasedAtMillis).isEqualTo(1);
  }

  @Property(tries = 60)
  void anyInterleavingLeavesTheEventsIngestedAfterTheNewestErasure(@ForAll long seed)
      throws Exception {
    Random random = new Random(seed);
    List<Object> inputs = randomInputs(random);
    for (int order = 0; order < 2; order++) {
      Collections.shuffle(inputs, random);
      Map<String, OutputRecord> last = new HashMap<>();
      int half = random.nextInt(inputs.size());
      OperatorSubtaskState snapshot;
      try (Harness harness = open()) {
        harness.process(inputs.subList(0, half), random);
        snapshot = harness.snapshot(1, 1);
        harness.histories().forEach(record -> last.put(record.key(), record));
      }
      try (Harness harness = new Harness()) {
        harness.initializeState(snapshot);
        harness.open();
        harness.setProcessingTime(NOW + 100_000);
        harness.process(inputs.subList(half, inputs.size()), random);
        harness.setProcessingTime(NOW + 200_000);
        harness.histories().forEach(record -> last.put(record.key(), record));
        assertThat(harness.numProcessingTimeTimers()).isZero();
      }
      for (String user : List.of("u0", "u1", "u2")) {
        List<String> expected = expected(inputs, user);
        OutputRecord record = last.get(user);
        assertThat(record == null ? List.of() : items(record)).isEqualTo(expected);
        if (record != null) {
          assertThat(record.value() == null).as("a tombstone").isEqualTo(expected.isEmpty());
        }
      }
    }
  }

  private static List<Object> randomInputs(Random random) {
    List<Object> inputs = new ArrayList<>();
    int count = 2 + random.nextInt(40);
    for (int i = 0; i < count; i++) {
      String user = "u" + random.nextInt(3);
      long ingestedAt = NOW + random.nextInt(50);
      if (random.nextInt(8) == 0) {
        inputs.add(new UserErasure(user, ingestedAt));
      } else {
        inputs.add(event("e" + i, user, "item-" + i, NOW - i, ingestedAt));
      }
    }
    return inputs;
  }

  /** Items of the user's events that no erasure reaches, newest first. */
  private static List<String> expected(List<Object> inputs, String user) {
    long erasedAt =
        inputs.stream()
            .filter(input -> input instanceof UserErasure erasure && erasure.userId().equals(user))
            .mapToLong(input -> ((UserErasure) input).ingestedAtMillis())
            .max()
            .orElse(Long.MIN_VALUE);
    return inputs.stream()
        .filter(CheckedEvent.class::isInstance)
        .map(CheckedEvent.class::cast)
        .filter(event -> event.userId().equals(user) && event.ingestedAtMillis() > erasedAt)
        .sorted(Comparator.comparingLong(CheckedEvent::occurredAtMillis).reversed())
        .map(CheckedEvent::itemId)
        .toList();
  }

  private static CheckedEvent event(
      String id, String user, String item, long occurredAt, long ingestedAt) {
    return new CheckedEvent(
        id, user, item, "track", Signal.LIKE, occurredAt, -1, -1, ingestedAt, NOW);
  }

  private static List<String> items(OutputRecord record) throws Exception {
    byte[] value = record.value();
    return value == null
        ? List.of()
        : new AvroCodec<>(UserHistory.class)
            .decode(value).getInteractions().stream().map(HistoryEntry::getItemId).toList();
  }

  private static Harness open() throws Exception {
    Harness harness = new Harness();
    harness.open();
    harness.setProcessingTime(NOW);
    return harness;
  }

  private static final class Harness
      extends LiveHarness<String, CheckedEvent, UserErasure, EdgeUpdates> {
    Harness() throws Exception {
      super(
          new PairingOperator(InteractionConfig.defaults(), "user-histories"),
          CheckedEvent::userId,
          UserErasure::userId,
          Types.STRING);
    }

    void event(String id, String user, String item, long at) throws Exception {
      processElement1(ErasureTest.event(id, user, item, at, at), 0);
    }

    void erase(String user, long at) throws Exception {
      processElement2(new UserErasure(user, at), 0);
    }

    void process(List<Object> inputs, Random random) throws Exception {
      for (Object input : inputs) {
        if (input instanceof UserErasure erasure) {
          processElement2(erasure, 0);
        } else {
          processElement1((CheckedEvent) input, 0);
        }
        setProcessingTime(getProcessingTime() + random.nextInt(600));
      }
    }

    List<OutputRecord> histories() {
      @Nullable Queue<StreamRecord<OutputRecord>> output = getSideOutput(Interactions.HISTORIES);
      return output == null ? List.of() : output.stream().map(StreamRecord::getValue).toList();
    }

    OutputRecord lastHistory() {
      List<OutputRecord> histories = histories();
      return histories.get(histories.size() - 1);
    }
  }
}
