package io.freshet.server.evaluation.baseline;

import io.freshet.server.snapshot.Graph;
import io.freshet.server.snapshot.ItemTable;
import io.freshet.server.snapshot.Snapshot;
import io.freshet.server.training.TrainingData;
import java.util.ArrayList;
import java.util.List;

/** A snapshot as what the link trainer learns from. */
public final class SnapshotTrainingData {
  private SnapshotTrainingData() {}

  /** Items and neighborhoods of a snapshot. */
  public static TrainingData of(ItemTable items, Snapshot snapshot) {
    TrainingData.Builder builder = TrainingData.builder(items.encoder(), items.textDimensions());
    for (int item = 0; item < items.size(); item++) {
      String type = items.types().get(items.itemTypes()[item]);
      builder.item(items.ids().get(item), type, items.text()[item]);
      for (int slot = 0; slot < items.types().size(); slot++) {
        addNeighbors(builder, items, snapshot.graph(), item, slot);
      }
    }
    return builder.build();
  }

  private static void addNeighbors(
      TrainingData.Builder builder, ItemTable items, Graph graph, int item, int slot) {
    int start = graph.start(item, slot);
    int length = graph.end(item, slot) - start;
    if (length == 0) {
      return;
    }
    List<String> neighbors = new ArrayList<>(length);
    float[] shares = new float[length];
    for (int k = 0; k < length; k++) {
      neighbors.add(items.ids().get(graph.neighbor(start + k)));
      shares[k] = graph.share(start + k);
    }
    builder.neighbors(items.ids().get(item), items.types().get(slot), neighbors, shares);
  }
}
