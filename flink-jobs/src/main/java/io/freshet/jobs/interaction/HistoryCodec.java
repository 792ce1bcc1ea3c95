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
 * <p>Format 2, big-endian: version, publishedAt, timerAt, erasedAt, cappedDay (longs),
 * eventsOfCappedDay (int); count (short) of interactions, each event hash (long), item id, item
 * type (modified UTF-8), signal (its name), strength (double), occurredAt, ingestedAt (longs);
 * count (short) of ids, each a long. Format 1 had neither erasedAt nor ingestedAt.
 */
final class HistoryCodec implements StateCodec<History> {
  private static final byte FORMAT = 2;
  private static final byte WITHOUT_INGEST_TIMES = 1;

  /** In memory, an interaction takes as much as a few ids. */
  private static final int IDS_PER_INTERACTION = 4;

  private final DataOutputSerializer out = new DataOutputSerializer(1_024);
  private final DataInputDeserializer in = new DataInputDeserializer();

  @Override
  public byte[] encode(History history) {
    try {
      out.clear();
      out.writeByte(FORMAT);
      out.writeLong(history.version);
      out.writeLong(history.publishedAtMillis);
      out.writeLong(history.timerAtMillis);
      out.writeLong(history.erasedAtMillis);
      out.writeLong(history.cappedDay);
      out.writeInt(history.eventsOfCappedDay);
      out.writeShort(history.interactions().size());
      for (PastInteraction interaction : history.interactions()) {
        write(interaction);
      }
      out.writeShort(history.recentIds().size());
      for (long id : history.recentIds()) {
        out.writeLong(id);
      }
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
      history.cappedDay = in.readLong();
      history.eventsOfCappedDay = in.readInt();
      int interactions = in.readUnsignedShort();
      for (int i = 0; i < interactions; i++) {
        history.add(read(format), interactions, 0);
      }
      int ids = in.readUnsignedShort();
      for (int i = 0; i < ids; i++) {
        history.remember(in.readLong(), ids);
      }
      return history;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int weight(History history) {
    return 1 + history.interactions().size() + history.recentIds().size() / IDS_PER_INTERACTION;
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

  private PastInteraction read(byte format) throws IOException {
    return new PastInteraction(
        in.readLong(),
        in.readUTF(),
        in.readUTF(),
        Signal.valueOf(in.readUTF()),
        in.readDouble(),
        in.readLong(),
        ingestTime(format));
  }

  private long ingestTime(byte format) throws IOException {
    return format == WITHOUT_INGEST_TIMES ? History.NEVER : in.readLong();
  }
}
