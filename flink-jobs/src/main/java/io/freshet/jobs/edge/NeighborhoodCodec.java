package io.freshet.jobs.edge;

import io.freshet.jobs.state.StateCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * A neighborhood as one value of bytes. The first byte is the format; a later release reads every
 * earlier format.
 *
 * <p>Format 2, big-endian: item type (modified UTF-8); asOf, version, publishedAt, touchedAt,
 * pendingSince, oldestPendingEvent, timerAt (longs); count (byte) of neighbor types, each: type,
 * landmark (long), lost share (float), count (short) of candidates, each: id, stored weight
 * (double), published share (float); count (short) of evicted neighbors, each: hash (int), stored
 * weight (double). About 12 bytes and an id per candidate, 12 per evicted neighbor. Format 1 had no
 * evicted neighbors.
 */
final class NeighborhoodCodec implements StateCodec<Neighborhood> {
  private static final byte FORMAT = 2;
  private static final byte WITHOUT_EVICTED = 1;

  /**
   * In memory a candidate, with its id and its place in a map, takes as much as a dozen of them.
   */
  private static final int EVICTED_PER_WEIGHT = 12;

  private final DataOutputSerializer out = new DataOutputSerializer(4_096);
  private final DataInputDeserializer in = new DataInputDeserializer();

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
        item.byType().put(in.readUTF(), read(format));
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
    return candidates.all().size() + candidates.evicted().size() / EVICTED_PER_WEIGHT;
  }

  private void write(Candidates candidates) throws IOException {
    out.writeLong(candidates.landmark());
    out.writeFloat(candidates.lostShare());
    out.writeShort(candidates.all().size());
    for (Candidate candidate : candidates.all()) {
      out.writeUTF(candidate.itemId);
      out.writeDouble(candidate.stored);
      out.writeFloat(candidate.publishedShare);
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

  private Candidates read(byte format) throws IOException {
    long landmark = in.readLong();
    float lostShare = in.readFloat();
    List<Candidate> restored = new ArrayList<>();
    int count = in.readUnsignedShort();
    for (int i = 0; i < count; i++) {
      restored.add(new Candidate(in.readUTF(), in.readDouble(), in.readFloat()));
    }
    Evicted evicted = format == WITHOUT_EVICTED ? new Evicted() : readEvicted();
    Candidates candidates = new Candidates(landmark, lostShare, evicted);
    restored.forEach(candidates::restore);
    return candidates;
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
