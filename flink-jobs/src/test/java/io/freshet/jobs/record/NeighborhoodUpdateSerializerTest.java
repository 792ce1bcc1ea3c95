package io.freshet.jobs.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Flink's own tests of a serializer, on neighborhoods of any shape. */
final class NeighborhoodUpdateSerializerTest extends SerializerTestBase<NeighborhoodUpdate> {
  private static final String[] TYPES = {"track", "album", "", "\u00e9\ud83c\udfb5"};

  @Override
  protected TypeSerializer<NeighborhoodUpdate> createSerializer() {
    return NeighborhoodUpdateSerializer.INSTANCE;
  }

  @Override
  protected int getLength() {
    return -1;
  }

  @Override
  protected Class<NeighborhoodUpdate> getTypeClass() {
    return NeighborhoodUpdate.class;
  }

  @Override
  protected NeighborhoodUpdate[] getTestData() {
    Random random = new Random(7);
    List<NeighborhoodUpdate> updates = new ArrayList<>();
    updates.add(NeighborhoodUpdate.removal("gone", 3, 4, 5));
    for (int size = 0; size < 20; size++) {
      List<NeighborShare> neighbors = new ArrayList<>();
      for (int neighbor = 0; neighbor < size; neighbor++) {
        String type = TYPES[random.nextInt(TYPES.length)];
        neighbors.add(new NeighborShare("item-" + random.nextInt(), type, random.nextFloat()));
      }
      updates.add(
          new NeighborhoodUpdate(
              "item-" + size, neighbors, false, random.nextLong(), size, OldestEvent.NONE));
    }
    return updates.toArray(NeighborhoodUpdate[]::new);
  }
}
