package io.freshet.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.jobs.record.Reason;
import io.freshet.schemas.ListeningEvent;
import io.freshet.schemas.Signal;
import io.freshet.schemas.Topic;
import io.freshet.schemas.UserHistory;
import io.freshet.schemas.wire.AvroCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Records of {@code listening-events} that must be refused, each with the reason it must have. */
final class BadEvents {
  private static final long DAY = Duration.ofDays(1).toMillis();

  private final AvroCodec<ListeningEvent> codec = new AvroCodec<>(ListeningEvent.class);
  private final List<Sent> all = new ArrayList<>();
  private final Topic topic;
  private final long clock;
  private final byte[] good;

  private BadEvents(Topic topic, long clock) {
    this.topic = topic;
    this.clock = clock;
    good = codec.encode(event("bad", "u", "i", "track", clock, 1L, null));
  }

  /** All kinds of them, for a stream whose clock is at this time. */
  static List<Sent> of(Topic topic, long clock, Random random) {
    BadEvents bad = new BadEvents(topic, clock);
    bad.addBytes(random);
    bad.addIds();
    bad.addTimes();
    bad.addSizes(random);
    return bad.all;
  }

  private void addBytes(Random random) {
    addRaw(Reason.UNDECODABLE, null);
    addRaw(Reason.UNDECODABLE, new byte[0]);
    for (int i = 0; i < 100; i++) {
      byte[] bytes = new byte[1 + random.nextInt(200)];
      random.nextBytes(bytes);
      bytes[0] = (byte) 0xFF; // an id longer than the record
      bytes[bytes.length - 1] |= (byte) 0x80;
      addRaw(Reason.UNDECODABLE, bytes);
    }
    for (int length = 1; length < good.length; length += 3) {
      addRaw(Reason.UNDECODABLE, Arrays.copyOf(good, length));
    }
    addRaw(Reason.UNDECODABLE, Arrays.copyOf(good, good.length + 1));
    addRaw(Reason.UNDECODABLE, Arrays.copyOfRange(good, 10, good.length + 3));
    byte[] notUtf8 = good.clone();
    notUtf8[12] = (byte) 0xFF; // within the event id
    addRaw(Reason.UNDECODABLE, notUtf8);
    byte[] foreign = good.clone();
    foreign[5] ^= 0x10;
    addRaw(Reason.UNKNOWN_SCHEMA, foreign);
    addRaw(
        Reason.UNKNOWN_SCHEMA,
        new AvroCodec<>(UserHistory.class).encode(new UserHistory("u", 1L, List.of())));
  }

  private void addIds() {
    for (String id : List.of("", " ", "\t\n", "\u3000")) {
      add(Reason.MISSING_ID, event(id, "u", "i", "track", clock, null, null));
      add(Reason.MISSING_ID, event("e", id, "i", "track", clock, null, null));
      add(Reason.MISSING_ID, event("e", "u", id, "track", clock, null, null));
      add(Reason.MISSING_ID, event("e", "u", "i", id, clock, null, null));
    }
    for (String id : List.of("x".repeat(257), OddIds.LONGEST + "x", "é".repeat(10_000))) {
      add(Reason.OVERSIZE, event(id, "u", "i", "track", clock, null, null));
      add(Reason.OVERSIZE, event("e", id, "i", "track", clock, null, null));
      add(Reason.OVERSIZE, event("e", "u", id, "track", clock, null, null));
      add(Reason.OVERSIZE, event("e", "u", "i", id, clock, null, null));
    }
  }

  private void addTimes() {
    long year2100 = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();
    for (long at :
        new long[] {
          clock / 1_000,
          clock * 1_000,
          clock * 1_000_000,
          year2100,
          0,
          -1,
          -clock,
          Long.MIN_VALUE,
          Long.MAX_VALUE
        }) {
      add(Reason.UNIT_SUSPECT, event("e", "u", "i", "track", at, null, null));
    }
    for (long at : new long[] {year2100 - 1, clock + DAY, clock + Duration.ofMinutes(6).toMillis()})
      add(Reason.FUTURE, event("e", "u", "i", "track", at, null, null));
    for (long at :
        new long[] {clock - 91 * DAY, Instant.parse("2000-01-01T00:00:00Z").toEpochMilli()})
      add(Reason.TOO_OLD, event("e", "u", "i", "track", at, null, null));
    for (long span : new long[] {-1, 31 * DAY, Long.MIN_VALUE, Long.MAX_VALUE}) {
      add(Reason.UNIT_SUSPECT, event("e", "u", "i", "track", clock, span, null));
      add(Reason.UNIT_SUSPECT, event("e", "u", "i", "track", clock, null, span));
    }
  }

  private void addSizes(Random random) {
    for (int size : new int[] {65_537, 900_000, 999_980, 1_040_000}) {
      byte[] bytes = new byte[size];
      random.nextBytes(bytes);
      addRaw(Reason.OVERSIZE, bytes);
    }
  }

  private void add(Reason reason, ListeningEvent event) {
    addRaw(reason, codec.encode(event));
  }

  private void addRaw(Reason reason, byte @Nullable [] value) {
    byte[] key = ("key \u0000 " + all.size()).getBytes(UTF_8);
    key[3] = (byte) 0xFF; // not UTF-8
    all.add(Sent.bad(topic, all.size() % 10 == 0 ? null : key, value, reason));
  }

  static ListeningEvent event(
      String id,
      String user,
      String item,
      String type,
      long occurredAt,
      @Nullable Long played,
      @Nullable Long duration) {
    return new ListeningEvent(
        id,
        user,
        item,
        type,
        Signal.LIKE,
        Instant.ofEpochMilli(occurredAt),
        played,
        duration,
        Map.of("device", "📱", "", ""));
  }
}
