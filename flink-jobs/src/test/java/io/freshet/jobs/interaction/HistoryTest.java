package io.freshet.jobs.interaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.jobs.record.CheckedEvent;
import io.freshet.schemas.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

/** What a user's history knows, for how long, and as bytes. */
@SuppressWarnings("try") // the harness closes with any exception, interruption too
final class HistoryTest {
  private static final long NOW = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();
  private static final long DAY = Duration.ofDays(1).toMillis();

  private final HistoryCodec codec = new HistoryCodec(new SharedIds());

  @Test
  void aDayOfAHeavyUserSentAgainInAnyOrderChangesNothingAlsoAfterARestore() throws Exception {
    InteractionConfig config = InteractionConfig.defaults();
    List<CheckedEvent> day = new ArrayList<>();
    for (int i = 0; i < config.caps().maxDailyEvents(); i++) {
      Signal signal = i % 5 == 0 ? Signal.SKIP : Signal.LIKE;
      long at = NOW + i * 40_000L;
      day.add(new CheckedEvent("e" + i, "u", "i" + i % 700, "track", signal, at, -1, -1, at, at));
    }
    OperatorSubtaskState snapshot;
    try (PairingHarness harness = PairingHarness.opened(config)) {
      for (CheckedEvent event : day) {
        harness.process(event);
      }
      snapshot = harness.snapshot(1, 1);
    }
    Collections.shuffle(day, new Random(1));
    try (PairingHarness harness = new PairingHarness(config)) {
      harness.initializeState(snapshot);
      harness.open();
      for (CheckedEvent event : day) {
        harness.process(at(event, NOW + 2 * DAY));
      }
      assertThat(PairingHarness.updates(harness)).isEmpty();
      assertThat(harness.side(Interactions.INTERACTIONS)).isEmpty();
    }
  }

  @Property(tries = 50)
  void knowsTheLastIdsBeyondItsInteractionsAndAtMostTwiceAsMany(@ForAll long seed) {
    Random random = new Random(seed);
    int limit = random.nextInt(20);
    InteractionConfig config =
        PairingHarness.config("recent-ids", Integer.toString(limit), "history", "5");
    History history = new History();
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      long id = random.nextLong();
      ids.add(id);
      history.add(interaction(id, NOW + i));
      history.trim(NOW + i, config);
      history = random.nextInt(4) == 0 ? codec.decode(codec.encode(history)) : history;
      int known = Math.min(ids.size(), limit + 5);
      assertThat(ids.subList(ids.size() - known, ids.size())).allMatch(history::contains);
      assertThat(history.recentIds().size()).isLessThanOrEqualTo(2 * Math.max(1, limit));
      assertThat(ids.stream().filter(history::contains).count())
          .isLessThanOrEqualTo(2 * Math.max(1, limit) + 5);
    }
  }

  @Test
  void idsExpireAfterTheirRetentionButNotBefore() {
    InteractionConfig config = PairingHarness.config("id-retention", "2d");
    History history = new History();
    history.remember(1, NOW, config);
    history.remember(2, NOW + 2 * DAY - 1, config);
    history.remember(3, NOW + 2 * DAY, config);
    assertThat(history.contains(1)).as("of the older generation").isTrue();
    history.remember(4, NOW + 4 * DAY, config);
    assertThat(history.contains(1)).isFalse();
    assertThat(history.contains(2)).isFalse();
    assertThat(history.contains(3)).isTrue();
    assertThat(history.contains(4)).isTrue();
  }

  @Test
  void whatIsForgottenForItsAgeIsKnownNoLonger() {
    History history = new History();
    history.add(interaction(1, NOW));
    history.add(interaction(2, NOW + DAY));
    history.forgetBefore(NOW + 1);
    assertThat(history.contains(1)).isFalse();
    assertThat(history.contains(2)).isTrue();
  }

  @Test
  void everythingComesBackFromItsBytes() {
    InteractionConfig config = PairingHarness.config("recent-ids", "2");
    History history = new History();
    history.version = 1;
    history.publishedAtMillis = 2;
    history.timerAtMillis = 3;
    history.erasedAtMillis = 4;
    assertThat(history.activity().admits(NOW, config.caps())).isTrue();
    history.activity().added().add("a".hashCode(), .1, 5);
    history.activity().added().add("b".hashCode(), 7, 5);
    history.add(interaction(10, NOW));
    for (int i = 0; i < 3; i++) {
      history.remember(20 + i, NOW + i, config);
    }

    History read = codec.decode(codec.encode(history));
    assertThat(codec.encode(read)).isEqualTo(codec.encode(history));
    assertThat(read.version).isEqualTo(1);
    assertThat(read.publishedAtMillis).isEqualTo(2);
    assertThat(read.timerAtMillis).isEqualTo(3);
    assertThat(read.erasedAtMillis).isEqualTo(4);
    assertThat(read.interactions()).isEqualTo(history.interactions());
    assertThat(List.of(10L, 20L, 21L, 22L)).allMatch(read::contains);
    assertThat(read.recentIds().older()).containsExactly(20, 21);
    assertThat(read.recentIds().newer()).containsExactly(22);
    assertThat(read.recentIds().newerSinceMillis).isEqualTo(NOW + 2);
    assertThat(read.activity().day).isEqualTo(NOW / DAY);
    assertThat(read.activity().eventsOfDay).isEqualTo(1);
    assertThat(read.activity().minute).isEqualTo(NOW / 60_000);
    assertThat(read.activity().eventsOfMinute).isEqualTo(1);
    assertThat(read.activity().added().add("a".hashCode(), 9, 5)).isEqualTo(4.9);
    assertThat(read.activity().added().add("b".hashCode(), 9, 5)).isZero();
    assertThat(codec.weight(read)).isEqualTo(3);
  }

  @Test
  void historyOfTheSecondFormatIsReadAndWrittenInTheNewest() throws Exception {
    DataOutputSerializer out = new DataOutputSerializer(64);
    out.writeByte(2);
    for (long value : new long[] {7, NOW, History.NEVER, NOW - 9, NOW / DAY}) {
      out.writeLong(value);
    }
    out.writeInt(2_000);
    out.writeShort(1);
    out.writeLong(99);
    out.writeUTF("a");
    out.writeUTF("track");
    out.writeUTF("LIKE");
    out.writeDouble(.5);
    out.writeLong(NOW - 5);
    out.writeLong(NOW - 4);
    out.writeShort(2);
    out.writeLong(97);
    out.writeLong(98);

    History history = codec.decode(codec.encode(codec.decode(out.getCopyOfBuffer())));
    assertThat(history.version).isEqualTo(7);
    assertThat(history.publishedAtMillis).isEqualTo(NOW);
    assertThat(history.erasedAtMillis).isEqualTo(NOW - 9);
    assertThat(history.interactions())
        .containsExactly(new PastInteraction(99, "a", "track", Signal.LIKE, .5, NOW - 5, NOW - 4));
    assertThat(List.of(97L, 98L, 99L)).allMatch(history::contains);
    assertThat(history.activity().admits(NOW, CapConfig.defaults())).as("a full day").isFalse();
    assertThat(history.activity().admits(NOW + DAY, CapConfig.defaults())).isTrue();
  }

  @Test
  void bytesOfALaterReleaseAreAnError() {
    assertThatThrownBy(() -> codec.decode(new byte[] {4}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Cannot read user history: written by a later release (format 4)");
  }

  private static PastInteraction interaction(long eventHash, long at) {
    return new PastInteraction(eventHash, "i", "track", Signal.LIKE, 1, at, at);
  }

  private static CheckedEvent at(CheckedEvent event, long clock) {
    return new CheckedEvent(
        event.eventId(),
        event.userId(),
        event.itemId(),
        event.itemType(),
        event.signal(),
        event.occurredAtMillis(),
        event.playedMillis(),
        event.durationMillis(),
        clock,
        clock);
  }
}
