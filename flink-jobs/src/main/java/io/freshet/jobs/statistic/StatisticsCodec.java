package io.freshet.jobs.statistic;

import io.freshet.jobs.state.StateCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.datasketches.hll.HllSketch;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * An item's statistics as one value of bytes. The first byte is the format; a later release reads
 * every earlier format.
 *
 * <p>Format 1, big-endian: gone (boolean), item type (modified UTF-8), total, publishedTotal
 * (doubles), firstSeen, asOf, publishedAsOf, publishedAt, timerAt, version (longs); for half-lives
 * 3, 14, 60 days: landmark (long), stored, published (doubles); length (short) and bytes of the
 * DataSketches HLL sketch, compact.
 */
final class StatisticsCodec implements StateCodec<Statistics> {
  private static final byte FORMAT = 1;

  private final DataOutputSerializer out = new DataOutputSerializer(1_024);
  private final DataInputDeserializer in = new DataInputDeserializer();

  @Override
  public byte[] encode(Statistics item) {
    try {
      out.clear();
      out.writeByte(FORMAT);
      out.writeBoolean(item.gone);
      out.writeUTF(item.itemType);
      out.writeDouble(item.total);
      out.writeDouble(item.publishedTotal);
      out.writeLong(item.firstSeenMillis);
      out.writeLong(item.asOfMillis);
      out.writeLong(item.publishedAsOfMillis);
      out.writeLong(item.publishedAtMillis);
      out.writeLong(item.timerAtMillis);
      out.writeLong(item.version);
      for (DecayedCount count : item.counts) {
        out.writeLong(count.landmark);
        out.writeDouble(count.stored);
        out.writeDouble(count.published);
      }
      byte[] users = item.users.toCompactByteArray();
      out.writeShort(users.length);
      out.write(users);
      return out.getCopyOfBuffer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Statistics decode(byte[] bytes) {
    try {
      in.setBuffer(bytes);
      byte format = in.readByte();
      if (format != FORMAT) {
        throw new IllegalStateException(
            "Cannot read statistics: written by a later release (format %d)".formatted(format));
      }
      Statistics item = new Statistics();
      item.gone = in.readBoolean();
      item.itemType = in.readUTF();
      item.total = in.readDouble();
      item.publishedTotal = in.readDouble();
      item.firstSeenMillis = in.readLong();
      item.asOfMillis = in.readLong();
      item.publishedAsOfMillis = in.readLong();
      item.publishedAtMillis = in.readLong();
      item.timerAtMillis = in.readLong();
      item.version = in.readLong();
      for (DecayedCount count : item.counts) {
        count.landmark = in.readLong();
        count.stored = in.readDouble();
        count.published = in.readDouble();
      }
      byte[] users = new byte[in.readUnsignedShort()];
      in.readFully(users);
      item.users = HllSketch.heapify(users);
      return item;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int weight(Statistics item) {
    return 1;
  }
}
