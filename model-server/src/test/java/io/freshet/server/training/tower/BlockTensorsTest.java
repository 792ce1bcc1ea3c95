package io.freshet.server.training.tower;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.freshet.server.snapshot.EventLog;
import io.freshet.server.snapshot.ItemTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class BlockTensorsTest {
  private final TasteWorld world = new TasteWorld(3, 40, 60, 3, 800);
  private final EventLog log = world.log();

  /** Item 2 is described anew with every block; all others stay as they are. */
  @Test
  void aBlockHasTheTextsThatWereKnownBeforeIt() {
    Map<Long, float[][]> texts = new TreeMap<>();
    ItemTable table =
        world
            .table()
            .withTextBefore(
                time ->
                    texts.computeIfAbsent(
                        time,
                        each -> {
                          float[][] known = world.table().text().clone();
                          known[2] = new float[] {each, 0, 0, 0};
                          return known;
                        }));
    List<Block> blocks =
        new Blocks(TasteWorld.config(), log).cut(new PlainSnapshots(world.table(), log));
    TextRows rows = new TextRows();
    try (NDManager manager = NDManager.newBaseManager()) {
      List<BlockTensors> tensors = new ArrayList<>();
      blocks.forEach(block -> tensors.add(BlockTensors.of(block, table, rows, manager)));
      float[][] all = rows.table();
      assertThat(all.length)
          .isBetween(world.table().size() / 2, world.table().size() + blocks.size());
      for (int k = 0; k < blocks.size(); k++) {
        int[] items = blocks.get(k).active().items();
        int[] places = tensors.get(k).texts().toIntArray();
        float[][] known = table.textBefore().apply(blocks.get(k).snapshot().asOf());
        for (int number = 0; number < items.length; number++) {
          assertThat(all[places[number]]).isSameAs(known[items[number]]);
        }
      }
    }
    assertThat(texts).hasSize(blocks.size());
  }
}
