package io.freshet.jobs.interaction;

import io.freshet.jobs.state.StateCodec;
import io.freshet.schemas.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * A user's history as one value of bytes, so that the state backend reads and writes it at once and
 * no schema but this one is in the state. The first byte is the format; a later release reads every
 * earlier format.
 *
 * <p>Format 3, big-endian: version, publishedAt, timerAt, erasedAt, day (longs), eventsOfDay (int),
 * minute (long), eventsOfMinute (int); count (int) of items with added weight, each the hash of the
 * id (int) and the weight (double); count (short) of interactions, each event hash (long), item id,
 * item type (modified UTF-8), signal (its name), strength (double), occurredAt, ingestedAt (longs);
 * count (int) of ids of the older generation, each a long; start of the newer one (long), its count
 * (int) and ids. Format 2 had neither the minute nor added weights, and one generation of ids with
 * a short count and no start. Format 1 had neither erasedAt nor ingestedAt, too.
 */
final class HistoryCodec implements StateCodec<History> {
  private static final byte FORMAT = 3;
  private static final byte WITHOUT_ADDED_WEIGHTS = 2;
  private static final byte WITHOUT_INGEST_TIMES = 1;

  /** In memory, an interaction takes as much as a few ids, or items with a weight. */
  private static final int ENTRIES_PER_INTERACTION = 4;

  private final DataOutputSerializer out = new DataOutputSerializer(1_024);
  private final DataInputDeserializer in = new DataInputDeserializer();
  private final SharedIds ids;

  HistoryCodec(SharedIds ids) {
    this.ids = ids;
  }

  @Override
  public byte[] encode(History history) {
    try {
      out.clear();
      out.writeByte(FORMAT);
      out.writeLong(history.version);
      out.writeLong(history.publishedAtMillis);
      out.writeLong(history.timerAtMillis);
      out.writeLong(history.erasedAtMillis);
      write(history.activity());
      out.writeShort(history.interactions().size());
      for (PastInteraction interaction : history.interactions()) {
        write(interaction);
      }
      write(history.recentIds().older());
      out.writeLong(history.recentIds().newerSinceMillis);
      write(history.recentIds().newer());
      return out.getCopyOfBuffer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public History decode(byte[] bytes) {
    try {
      in.setBuffer(bytes);
      byte format = in.readByte();
      if (format < WITHOUT_INGEST_TIMES || format > FORMAT) {
        throw new IllegalStateException(
            "Cannot read user history: written by a later release (format %d)".formatted(format));
      }
      History history = new History();
      history.version = in.readLong();
      history.publishedAtMillis = in.readLong();
      history.timerAtMillis = in.readLong();
      history.erasedAtMillis = ingestTime(format);
      readActivity(history.activity(), format);
      int interactions = in.readUnsignedShort();
      for (int i = 0; i < interactions; i++) {
        history.add(readInteraction(format));
      }
      readIds(history.recentIds(), format);
      history.index();
      return history;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int weight(History history) {
    int entries = history.recentIds().size() + history.activity().added().size();
    return 1 + history.interactions().size() + entries / ENTRIES_PER_INTERACTION;
  }

  private void write(Activity activity) throws IOException {
    out.writeLong(activity.day);
    out.writeInt(activity.eventsOfDay);
    out.writeLong(activity.minute);
    out.writeInt(activity.eventsOfMinute);
    out.writeInt(activity.added().size());
    activity
        .added()
        .forEach(
            (itemHash, weight) -> {
              out.writeInt(itemHash);
              out.writeDouble(weight);
            });
  }

  private void write(PastInteraction interaction) throws IOException {
    out.writeLong(interaction.eventHash());
    out.writeUTF(interaction.itemId());
    out.writeUTF(interaction.itemType());
    out.writeUTF(interaction.signal().name());
    out.writeDouble(interaction.strength());
    out.writeLong(interaction.occurredAtMillis());
    out.writeLong(interaction.ingestedAtMillis());
  }

  private void write(long[] ids) throws IOException {
    out.writeInt(ids.length);
    for (long id : ids) {
      out.writeLong(id);
    }
  }

  private void readActivity(Activity activity, byte format) throws IOException {
    activity.day = in.readLong();
    activity.eventsOfDay = in.readInt();
    if (format <= WITHOUT_ADDED_WEIGHTS) {
      return;
    }
    activity.minute = in.readLong();
    activity.eventsOfMinute = in.readInt();
    int items = in.readInt();
    for (int i = 0; i < items; i++) {
      activity.added().add(in.readInt(), in.readDouble(), Double.POSITIVE_INFINITY);
    }
  }

  private PastInteraction readInteraction(byte format) throws IOException {
    return new PastInteraction(
        in.readLong(),
        ids.of(in.readUTF()),
        ids.of(in.readUTF()),
        Signal.valueOf(in.readUTF()),
        in.readDouble(),
        in.readLong(),
        ingestTime(format));
  }

  private void readIds(RecentIds recent, byte format) throws IOException {
    if (format <= WITHOUT_ADDED_WEIGHTS) {
      // Nobody knows how old they are, so they make room for others soon.
      readIds(recent, in.readUnsignedShort(), 0);
      return;
    }
    readIds(recent, in.readInt(), 0);
    recent.rotate();
    long newerSinceMillis = in.readLong();
    readIds(recent, in.readInt(), newerSinceMillis);
  }

  private void readIds(RecentIds recent, int count, long sinceMillis) throws IOException {
    for (int i = 0; i < count; i++) {
      recent.add(in.readLong(), sinceMillis);
    }
  }

  private long ingestTime(byte format) throws IOException {
    return format == WITHOUT_INGEST_TIMES ? History.NEVER : in.readLong();
  }
}
