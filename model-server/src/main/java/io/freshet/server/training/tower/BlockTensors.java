package io.freshet.server.training.tower;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import io.freshet.server.model.PopularityFeatures;
import io.freshet.server.snapshot.ItemTable;
import io.freshet.server.training.Adjacency;

/**
 * What a block's steps read, on the device.
 *
 * @param size number of active items
 * @param types type index per active item
 * @param languages language index per active item
 * @param texts place of each active item's text among the texts of all blocks
 * @param features f of {@link PopularityFeatures} [active, features]
 * @param adjacency sparse shares [active * slots, active]
 */
@SuppressWarnings("ArrayRecordComponent") // primitive columns; never compared
record BlockTensors(
    int size, int[] types, int[] languages, NDArray texts, NDArray features, NDArray adjacency) {
  /**
   * Puts a block on the manager's device.
   *
   * @param texts is given the block's texts, as they were known before it
   */
  static BlockTensors of(Block block, ItemTable table, TextRows texts, NDManager manager) {
    int[] items = block.active().items();
    int[] types = new int[items.length];
    int[] languages = new int[items.length];
    float[][] known = table.textBefore().apply(block.snapshot().asOf());
    int[] rows = new int[items.length];
    for (int k = 0; k < types.length; k++) {
      rows[k] = texts.row(known[items[k]]);
      types[k] = table.itemTypes()[items[k]];
      languages[k] = table.itemLanguages()[items[k]];
    }
    float[] features = SnapshotFeatures.of(block.snapshot(), items);
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray numbers = manager.create(rows);
      NDArray columns = manager.create(features, new Shape(items.length, PopularityFeatures.COUNT));
      NDArray adjacency =
          Adjacency.full(block.active().graph(block.snapshot().graph())).matrix(manager);
      NDScope.unregister(numbers, columns, adjacency);
      return new BlockTensors(items.length, types, languages, numbers, columns, adjacency);
    }
  }
}
