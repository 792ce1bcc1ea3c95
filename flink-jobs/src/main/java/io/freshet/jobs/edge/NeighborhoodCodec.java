package io.freshet.jobs.edge;

import io.freshet.jobs.state.StateCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * A neighborhood as one value of bytes. The first byte is the format; a later release reads every
 * earlier format.
 *
 * <p>Format 3, big-endian: item type (modified UTF-8); asOf, version, publishedAt, touchedAt,
 * pendingSince, oldestPendingEvent, timerAt (longs); count (byte) of neighbor types, each: type,
 * landmark (long), lost share (float), count (short) of candidates, each: id (length in two bytes,
 * then UTF-8), stored weight (double), published share (float); count (short) of evicted neighbors,
 * each: hash (int), stored weight (double). About 12 bytes and an id per candidate, 12 per evicted
 * neighbor. Format 2 had candidates' ids in modified UTF-8, format 1 no evicted neighbors either.
 */
final class NeighborhoodCodec implements StateCodec<Neighborhood> {
  private static final byte FORMAT = 3;
  private static final byte WITH_MODIFIED_IDS = 2;
  private static final byte WITHOUT_EVICTED = 1;

  /**
   * In memory a candidate, with its id and its place in a map, takes as much as a dozen of them.
   */
  private static final int EVICTED_PER_WEIGHT = 12;

  private final DataOutputSerializer out = new DataOutputSerializer(4_096);
  private final DataInputDeserializer in = new DataInputDeserializer();
  private final ItemIds ids;

  NeighborhoodCodec(ItemIds ids) {
    this.ids = ids;
  }

  @Override
  public byte[] encode(Neighborhood item) {
    try {
      out.clear();
      out.writeByte(FORMAT);
      out.writeUTF(item.itemType);
      out.writeLong(item.asOfMillis);
      out.writeLong(item.version);
      out.writeLong(item.publishedAtMillis);
      out.writeLong(item.touchedAtMillis);
      out.writeLong(item.pendingSinceMillis);
      out.writeLong(item.oldestPendingEventMillis);
      out.writeLong(item.timerAtMillis);
      out.writeByte(item.byType().size());
      for (Map.Entry<String, Candidates> entry : item.byType().entrySet()) {
        out.writeUTF(entry.getKey());
        write(entry.getValue());
      }
      return out.getCopyOfBuffer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Neighborhood decode(byte[] bytes) {
    try {
      in.setBuffer(bytes);
      byte format = in.readByte();
      if (format < WITHOUT_EVICTED || format > FORMAT) {
        throw new IllegalStateException(
            "Cannot read neighborhood: written by a later release (format %d)".formatted(format));
      }
      Neighborhood item = new Neighborhood();
      item.itemType = in.readUTF();
      item.asOfMillis = in.readLong();
      item.version = in.readLong();
      item.publishedAtMillis = in.readLong();
      item.touchedAtMillis = in.readLong();
      item.pendingSinceMillis = in.readLong();
      item.oldestPendingEventMillis = in.readLong();
      item.timerAtMillis = in.readLong();
      int types = in.readUnsignedByte();
      for (int i = 0; i < types; i++) {
        item.byType().put(in.readUTF(), read(format, bytes));
      }
      return item;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int weight(Neighborhood item) {
    return 1 + item.byType().values().stream().mapToInt(NeighborhoodCodec::weight).sum();
  }

  private static int weight(Candidates candidates) {
    return candidates.table().size() + candidates.evicted().size() / EVICTED_PER_WEIGHT;
  }

  private void write(Candidates candidates) throws IOException {
    out.writeLong(candidates.landmark());
    out.writeFloat(candidates.lostShare());
    CandidateTable table = candidates.table();
    out.writeShort(table.size());
    for (int i = 0; i < table.size(); i++) {
      byte[] id = table.id(i).utf8();
      out.writeShort(id.length);
      out.write(id);
      out.writeDouble(table.stored(i));
      out.writeFloat(table.published(i));
    }
    write(candidates.evicted());
  }

  private void write(Evicted evicted) throws IOException {
    out.writeShort(evicted.size());
    for (int i = 0; i < evicted.size(); i++) {
      out.writeInt(evicted.hash(i));
      out.writeDouble(evicted.stored(i));
    }
  }

  private Candidates read(byte format, byte[] bytes) throws IOException {
    long landmark = in.readLong();
    float lostShare = in.readFloat();
    CandidateTable table = new CandidateTable();
    int count = in.readUnsignedShort();
    for (int i = 0; i < count; i++) {
      ItemId id = format <= WITH_MODIFIED_IDS ? ItemId.of(in.readUTF()) : readId(bytes);
      table.append(id, in.readDouble(), in.readFloat());
    }
    Evicted evicted = format == WITHOUT_EVICTED ? new Evicted() : readEvicted();
    return new Candidates(landmark, lostShare, table, evicted);
  }

  private ItemId readId(byte[] bytes) throws IOException {
    int length = in.readUnsignedShort();
    int from = in.getPosition();
    in.skipBytesToRead(length);
    return ids.of(bytes, from, from + length);
  }

  private Evicted readEvicted() throws IOException {
    int[] hashes = new int[in.readUnsignedShort()];
    double[] stored = new double[hashes.length];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = in.readInt();
      stored[i] = in.readDouble();
    }
    return new Evicted(hashes, stored);
  }
}
