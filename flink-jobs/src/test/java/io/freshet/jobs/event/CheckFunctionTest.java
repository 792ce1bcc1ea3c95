package io.freshet.jobs.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.jobs.kafka.RawRecord;
import io.freshet.jobs.record.CheckedEvent;
import io.freshet.jobs.record.DeadLetter;
import io.freshet.jobs.record.Reason;
import io.freshet.registry.InputSchemas;
import io.freshet.registry.RegistryConfig;
import io.freshet.registry.SchemaRegistryException;
import io.freshet.schemas.ListeningEvent;
import io.freshet.schemas.Signal;
import io.freshet.schemas.UserHistory;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.schemas.wire.SingleObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CheckFunctionTest {
  private static final long NOW = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
  private static final long DAY = Duration.ofDays(1).toMillis();

  private final AvroCodec<ListeningEvent> codec = new AvroCodec<>(ListeningEvent.class);

  @SuppressWarnings("NullAway.Init")
  private OneInputStreamOperatorTestHarness<RawRecord, CheckedEvent> harness;

  @BeforeEach
  void open() throws Exception {
    harness =
        ProcessFunctionTestHarnesses.forProcessFunction(
            new CheckFunction(EventConfig.defaults(), InputSchemas.defaults()));
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void goodEventPassesWithItsTimes() throws Exception {
    process(codec.encode(event("e", "u", "i:1/ä", "track", NOW - 5, 40_000L)), NOW + 7, NOW);

    assertThat(harness.extractOutputValues())
        .containsExactly(
            new CheckedEvent(
                "e", "u", "i:1/ä", "track", Signal.STREAM, NOW - 5, 40_000, -1, NOW + 7, NOW));
    assertThat(letters()).isEmpty();
  }

  @Test
  void eachBadEventHasItsReason() throws Exception {
    expect(Reason.UNDECODABLE, null);
    expect(Reason.UNDECODABLE, new byte[0]);
    expect(Reason.OVERSIZE, new byte[70_000]);
    expect(
        Reason.UNKNOWN_SCHEMA,
        new AvroCodec<>(UserHistory.class).encode(new UserHistory("u", 1L, List.of())));
    expect(Reason.MISSING_ID, codec.encode(event("", "u", "i", "track", NOW, null)));
    expect(Reason.MISSING_ID, codec.encode(event("e", " ", "i", "track", NOW, null)));
    expect(Reason.MISSING_ID, codec.encode(event("e", "u", "", "track", NOW, null)));
    expect(Reason.MISSING_ID, codec.encode(event("e", "u", "i", "", NOW, null)));
    expect(Reason.OVERSIZE, codec.encode(event("e", "u", "ä".repeat(129), "track", NOW, null)));
    expect(Reason.UNIT_SUSPECT, codec.encode(event("e", "u", "i", "track", NOW / 1_000, null)));
    expect(Reason.UNIT_SUSPECT, codec.encode(event("e", "u", "i", "track", NOW * 1_000, null)));
    expect(Reason.UNIT_SUSPECT, codec.encode(event("e", "u", "i", "track", NOW, -1L)));
    expect(Reason.FUTURE, codec.encode(event("e", "u", "i", "track", NOW + 300_001, null)));
    expect(Reason.TOO_OLD, codec.encode(event("e", "u", "i", "track", NOW - 90 * DAY - 1, null)));
  }

  @Test
  void lengthsInDifferentUnitsAreSuspect() throws Exception {
    expect(Reason.UNIT_SUSPECT, codec.encode(played(180_000_000, 180_000)));
    expect(Reason.UNIT_SUSPECT, codec.encode(played(54_000, 180)));
    process(codec.encode(played(1_799_999, 18_000)), NOW, NOW);
    process(codec.encode(played(180_000, 0)), NOW, NOW);
    process(codec.encode(played(0, 0)), NOW, NOW);
    assertThat(harness.extractOutputValues()).hasSize(3);
  }

  @Test
  void anEventDatedTenYearsAheadIsRefusedAndHarmsNothingAfterIt() throws Exception {
    process(codec.encode(event("1", "u", "i", "track", NOW, null)), NOW, NOW);
    expect(Reason.FUTURE, codec.encode(event("2", "u", "i", "track", NOW + 3_653 * DAY, null)));
    process(codec.encode(event("3", "u", "i", "track", NOW - 89 * DAY, null)), NOW + 1, NOW + 1);
    process(codec.encode(event("4", "v", "i", "track", NOW + 2, null)), NOW + 2, NOW + 2);
    assertThat(harness.extractOutputValues())
        .extracting(CheckedEvent::eventId)
        .containsExactly("1", "3", "4");
  }

  @Test
  void aClockTenYearsAheadIsRefusedWithItsEventsOfWhateverTime() throws Exception {
    long ahead = NOW + 3_653 * DAY;
    for (long at : new long[] {ahead, NOW, NOW - 91 * DAY}) {
      process(codec.encode(event("1", "u", "i", "track", at, null)), NOW, ahead);
    }
    for (long clock : new long[] {NOW + 300_001, Long.MAX_VALUE}) {
      process(codec.encode(event("2", "u", "i", "track", NOW, null)), NOW, clock);
    }
    assertThat(letters()).hasSize(5).extracting(DeadLetter::reason).containsOnly(Reason.FUTURE);
    assertThat(letters().get(0).message())
        .isEqualTo(
            "Cannot use event: header freshet-clock is after the record's timestamp (%d > %d)"
                .formatted(ahead, NOW));
    process(codec.encode(event("3", "u", "i", "track", NOW, null)), NOW, NOW + 300_000);
    assertThat(harness.extractOutputValues()).hasSize(1);
  }

  @Test
  void replayIsJudgedByItsOwnClock() throws Exception {
    long then = Instant.parse("2013-05-01T00:00:00Z").toEpochMilli();
    process(codec.encode(event("e", "u", "i", "track", then, null)), NOW, then);

    assertThat(harness.extractOutputValues())
        .singleElement()
        .satisfies(event -> assertThat(event.ingestedAtMillis()).isEqualTo(NOW));
  }

  @Test
  void aRegistryThatIsAwayFailsTheJobAndBlamesNoEvent() throws Exception {
    RegistryConfig gone =
        RegistryConfig.defaults().withRetries(2, Duration.ofMillis(1)).at("http://127.0.0.1:1");
    InputSchemas schemas = InputSchemas.defaults().withRegistry(gone);
    harness.close();
    harness =
        ProcessFunctionTestHarnesses.forProcessFunction(
            new CheckFunction(EventConfig.defaults(), schemas));
    byte[] event =
        new SingleObject(codec.encode(event("e", "u", "i", "track", NOW, null))).confluent(7);

    assertThatThrownBy(() -> process(event, NOW, NOW))
        .isInstanceOf(SchemaRegistryException.class)
        .hasMessageContaining("Cannot reach the schema registry")
        .hasMessageContaining("after 2 attempts")
        .hasMessageContaining("schema.registry-url");
    assertThat(letters()).isEmpty();
  }

  @Test
  void noBytesWhateverTheyAreMakeItFail() throws Exception {
    Random random = new Random(7);
    byte[] good = codec.encode(event("e", "u", "i", "track", NOW, 1L));
    int sent = 0;
    for (int i = 0; i < 3_000; i++, sent++) {
      byte[] bytes = new byte[random.nextInt(80)];
      random.nextBytes(bytes);
      process(bytes, NOW, NOW);
    }
    for (int cut = 0; cut < good.length; cut++, sent++) {
      process(Arrays.copyOf(good, cut), NOW, NOW);
    }
    for (int i = 0; i < 3_000; i++, sent++) {
      byte[] bytes = good.clone();
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      process(bytes, NOW, NOW);
    }

    assertThat(letters().size() + harness.extractOutputValues().size()).isEqualTo(sent);
    assertThat(letters()).hasSizeGreaterThan(3_000);
  }

  private void expect(Reason reason, byte @Nullable [] value) throws Exception {
    int before = letters().size();
    int good = harness.extractOutputValues().size();
    process(value, NOW, NOW);
    assertThat(letters()).hasSize(before + 1);
    DeadLetter letter = letters().get(before);
    assertThat(letter.reason()).as(letter.message()).isEqualTo(reason);
    assertThat(letter.value()).isEqualTo(value);
    assertThat(letter.key()).isEqualTo("u".getBytes(UTF_8));
    assertThat(letter.message()).startsWith("Cannot ").endsWith(")");
    assertThat(harness.extractOutputValues()).hasSize(good);
  }

  @SuppressWarnings("NullAway") // javac drops the annotation of a record component in class files
  private void process(byte @Nullable [] value, long ingestedAt, long clock) throws Exception {
    harness.processElement(
        new RawRecord("listening-events", 0, 0, ingestedAt, "u".getBytes(UTF_8), value, clock, -1),
        0);
  }

  private List<DeadLetter> letters() {
    return harness.getSideOutput(ListeningEvents.DEAD_LETTERS) == null
        ? List.of()
        : harness.getSideOutput(ListeningEvents.DEAD_LETTERS).stream()
            .map(StreamRecord::getValue)
            .toList();
  }

  private static ListeningEvent played(long played, long duration) {
    return ListeningEvent.newBuilder(event("e", "u", "i", "track", NOW, played))
        .setDurationMs(duration)
        .build();
  }

  private static ListeningEvent event(
      String id, String user, String item, String type, long occurredAt, @Nullable Long played) {
    ListeningEvent.Builder event =
        ListeningEvent.newBuilder()
            .setEventId(id)
            .setUserId(user)
            .setItemId(item)
            .setItemType(type)
            .setSignal(Signal.STREAM)
            .setOccurredAt(Instant.ofEpochMilli(occurredAt))
            .setContext(Map.of());
    return played == null ? event.build() : event.setMsPlayed(played).build();
  }
}
