package io.freshet.server.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class HistoryPoolingTest {
  private final Map<String, Float> pooled = new TreeMap<>();

  @Test
  void newerItemsOfASlotWeighMoreAndEverySlotSumsToOne() {
    pool(new int[] {7, 8, 9, 5}, new int[] {0, 1, 0, 0});
    double sum = 1 + 0.9 + 0.81;
    assertThat(pooled).containsOnlyKeys("0:5", "0:9", "0:7", "1:8");
    assertThat(pooled.get("0:5")).isCloseTo((float) (1 / sum), within(1e-6f));
    assertThat(pooled.get("0:9")).isCloseTo((float) (0.9 / sum), within(1e-6f));
    assertThat(pooled.get("0:7")).isCloseTo((float) (0.81 / sum), within(1e-6f));
    assertThat(pooled.get("1:8")).isEqualTo(1f);
  }

  @Test
  void repeatedItemCountsOnceWhereItWasMetLast() {
    pool(new int[] {7, 8, 7}, new int[] {1, 0, 0});
    assertThat(pooled).containsOnlyKeys("0:7", "0:8");
    assertThat(pooled.get("0:7")).isCloseTo((float) (1 / 1.9), within(1e-6f));
  }

  @Test
  void onlyTheNewestDistinctItemsCount() {
    int[] items = new int[HistoryPooling.DEPTH + 10];
    for (int k = 0; k < items.length; k++) {
      items[k] = k;
    }
    pool(items, new int[items.length]);
    assertThat(pooled).hasSize(HistoryPooling.DEPTH).containsKey("0:10").doesNotContainKey("0:9");
  }

  @Test
  void emptyHistoryPoolsNothing() {
    pool(new int[0], new int[0]);
    assertThat(pooled).isEmpty();
  }

  private void pool(int[] items, int[] slots) {
    HistoryPooling pooling = new HistoryPooling(2);
    // What an earlier call left behind must not count.
    pooling.pool(2, place -> 3, place -> 1, (slot, item, share) -> {});
    pooling.pool(
        items.length,
        place -> items[place],
        place -> slots[place],
        (slot, item, share) -> pooled.put(slot + ":" + item, share));
  }
}
