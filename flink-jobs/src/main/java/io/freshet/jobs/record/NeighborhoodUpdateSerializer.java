package io.freshet.jobs.record;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/**
 * A {@link NeighborhoodUpdate} between operators. Each goes to several of them with some dozens of
 * neighbors, which field by field, with a type's name for each neighbor, costs more than what is
 * done with it. Neighbors of one type stand together: the type once, how many, then id and share of
 * each. Not for state: it has no way to change.
 */
public final class NeighborhoodUpdateSerializer
    extends TypeSerializerSingleton<NeighborhoodUpdate> {
  private static final long serialVersionUID = 1;

  static final NeighborhoodUpdateSerializer INSTANCE = new NeighborhoodUpdateSerializer();

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public NeighborhoodUpdate createInstance() {
    return NeighborhoodUpdate.removal("", 0, 0, OldestEvent.NONE);
  }

  @Override
  public NeighborhoodUpdate copy(NeighborhoodUpdate from) {
    return from;
  }

  @Override
  public NeighborhoodUpdate copy(NeighborhoodUpdate from, NeighborhoodUpdate reuse) {
    return from;
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(NeighborhoodUpdate update, DataOutputView target) throws IOException {
    StringValue.writeString(update.item(), target);
    target.writeBoolean(update.removed());
    target.writeLong(update.version());
    target.writeLong(update.round());
    target.writeLong(update.oldestEventAt());
    List<NeighborShare> neighbors = update.neighbors();
    target.writeInt(neighbors.size());
    int from = 0;
    while (from < neighbors.size()) {
      String type = neighbors.get(from).relationType();
      int to = from + 1;
      while (to < neighbors.size() && neighbors.get(to).relationType().equals(type)) {
        to++;
      }
      StringValue.writeString(type, target);
      target.writeInt(to - from);
      for (; from < to; from++) {
        StringValue.writeString(neighbors.get(from).source(), target);
        target.writeFloat(neighbors.get(from).share());
      }
    }
  }

  @Override
  public NeighborhoodUpdate deserialize(DataInputView source) throws IOException {
    String item = StringValue.readString(source);
    boolean isRemoved = source.readBoolean();
    long version = source.readLong();
    long round = source.readLong();
    long oldestEventAt = source.readLong();
    int size = source.readInt();
    List<NeighborShare> neighbors = new ArrayList<>(size);
    while (neighbors.size() < size) {
      String type = StringValue.readString(source);
      for (int rest = source.readInt(); rest > 0; rest--) {
        neighbors.add(new NeighborShare(StringValue.readString(source), type, source.readFloat()));
      }
    }
    return new NeighborhoodUpdate(item, neighbors, isRemoved, version, round, oldestEventAt);
  }

  @Override
  public NeighborhoodUpdate deserialize(NeighborhoodUpdate reuse, DataInputView source)
      throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  @Override
  public TypeSerializerSnapshot<NeighborhoodUpdate> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Says which serializer it was. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<NeighborhoodUpdate> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
