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
 * <p>Format 4, big-endian: item type (modified UTF-8); asOf, version, publishedAt, touchedAt,
 * pendingSince, oldestPendingEvent, timerAt (longs); count (byte) of neighbor types, each: type,
 * landmark (long), lost share (float), count (short) of candidates, each: head (two bytes: length
 * of its id, and a bit each for whether it has a share and users), id in UTF-8, stored weight
 * (double), published share (float) and bits of its users (int) where it has them; count (short) of
 * evicted neighbors, each: hash (int), upper half of the stored weight (int). About 11 bytes and an
 * id per candidate, 8 per evicted neighbor.
 *
 * <p>Format 3 had shares of all and users of none, and whole weights of the evicted; format 2 also
 * ids in modified UTF-8; format 1 no evicted neighbors either.
 */
final class NeighborhoodCodec implements StateCodec<Neighborhood> {
  private static final byte FORMAT = 4;
  private static final byte WITH_WHOLE_WEIGHTS = 3;
  private static final byte WITH_MODIFIED_IDS = 2;
  private static final byte WITHOUT_EVICTED = 1;

  /** Of a candidate's head: no id is that long. */
  private static final int HAS_SHARE = 1 << 15;

  private static final int HAS_USERS = 1 << 14;

  /**
   * In memory a candidate, with its id and its place in a map, takes as much as a dozen of them.
   */
  private static final int EVICTED_PER_WEIGHT = 12;

  private final DataOutputSerializer out = new DataOutputSerializer(4_096);
  private final DataInputDeserializer in = new DataInputDeserializer();
  private final ItemIds ids;
  private final Shown shown;

  NeighborhoodCodec(ItemIds ids, Shown shown) {
    this.ids = ids;
    this.shown = shown;
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
      Neighborhood item = new Neighborhood(shown);
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
      write(table, i);
    }
    write(candidates.evicted());
  }

  private void write(CandidateTable table, int at) throws IOException {
    byte[] id = table.id(at).utf8();
    boolean hasShare = table.published(at) != 0;
    boolean hasUsers = table.users(at) != 0 && table.users(at) != Shown.UNKNOWN_USERS;
    out.writeShort(id.length | (hasShare ? HAS_SHARE : 0) | (hasUsers ? HAS_USERS : 0));
    out.write(id);
    out.writeDouble(table.stored(at));
    if (hasShare) {
      out.writeFloat(table.published(at));
    }
    if (hasUsers) {
      out.writeInt(table.users(at));
    }
  }

  private void write(Evicted evicted) throws IOException {
    out.writeShort(evicted.size());
    for (int i = 0; i < evicted.size(); i++) {
      out.writeInt(evicted.hash(i));
      out.writeInt(evicted.stored(i));
    }
  }

  private Candidates read(byte format, byte[] bytes) throws IOException {
    long landmark = in.readLong();
    float lostShare = in.readFloat();
    CandidateTable table = new CandidateTable();
    int count = in.readUnsignedShort();
    for (int i = 0; i < count; i++) {
      if (format <= WITH_WHOLE_WEIGHTS) {
        readEarlier(format, bytes, table);
      } else {
        read(bytes, table);
      }
    }
    Evicted evicted = format == WITHOUT_EVICTED ? new Evicted() : readEvicted(format);
    return new Candidates(shown, landmark, lostShare, table, evicted);
  }

  private void read(byte[] bytes, CandidateTable table) throws IOException {
    int head = in.readUnsignedShort();
    ItemId id = readId(bytes, head & ~(HAS_SHARE | HAS_USERS));
    double stored = in.readDouble();
    float published = (head & HAS_SHARE) == 0 ? 0 : in.readFloat();
    int users = (head & HAS_USERS) == 0 ? Shown.UNKNOWN_USERS : in.readInt();
    table.append(id, stored, published, users);
  }

  private void readEarlier(byte format, byte[] bytes, CandidateTable table) throws IOException {
    ItemId id =
        format <= WITH_MODIFIED_IDS
            ? ItemId.of(in.readUTF())
            : readId(bytes, in.readUnsignedShort());
    table.append(id, in.readDouble(), in.readFloat(), Shown.UNKNOWN_USERS);
  }

  private ItemId readId(byte[] bytes, int length) throws IOException {
    int from = in.getPosition();
    in.skipBytesToRead(length);
    return ids.of(bytes, from, from + length);
  }

  private Evicted readEvicted(byte format) throws IOException {
    int[] hashes = new int[in.readUnsignedShort()];
    int[] stored = new int[hashes.length];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = in.readInt();
      stored[i] = format <= WITH_WHOLE_WEIGHTS ? Evicted.upperHalf(in.readDouble()) : in.readInt();
    }
    return new Evicted(hashes, stored);
  }
}
