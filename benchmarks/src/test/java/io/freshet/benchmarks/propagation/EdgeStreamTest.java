package io.freshet.benchmarks.propagation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.benchmarks.graph.Traffic;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EdgeStreamTest {
  private static final int EDGES = 200_000;

  @Test
  void eachHalvingOfTheItemsIsAsLikelyAsAnyOther() {
    LogUniformEdges edges = new LogUniformEdges(1 << 10, 3);
    int[] bySize = new int[10];
    for (long edge = 0; edge < EDGES; edge++) {
      bySize[log2(edges.source(edge) + 1)]++;
    }
    for (int count : bySize) {
      assertThat(count).isCloseTo(EDGES / 10, within(EDGES / 100));
    }
  }

  @Test
  void anEdgeIsAlwaysTheSameAndNeverALoop() {
    LogUniformEdges edges = new LogUniformEdges(50, 3);
    LogUniformEdges again = new LogUniformEdges(50, 3);
    LogUniformEdges other = new LogUniformEdges(50, 4);
    int same = 0;
    for (long edge = 0; edge < 1_000; edge++) {
      assertThat(edges.source(edge)).isEqualTo(again.source(edge)).isBetween(0, 49);
      assertThat(edges.target(edge)).isEqualTo(again.target(edge)).isNotEqualTo(edges.source(edge));
      same += edges.source(edge) == other.source(edge) ? 1 : 0;
    }
    assertThat(same).isLessThan(500);
  }

  @Test
  void recordedLikesArePairedWithEarlierOnesOfTheSameUser() {
    Traffic traffic =
        new Traffic("likes", true, new int[] {1, 2, 1, 1}, new int[] {70, 90, 90, 70}, new long[4]);
    RecordedEdges edges = RecordedEdges.of(traffic, 100);

    assertThat(edges.items()).isEqualTo(2);
    // The last like repeats an item: it is paired with the other one only.
    assertThat(edges(edges, 5)).containsExactly("0>1", "1>0", "1>0", "0>1", "0>1");
  }

  private static List<String> edges(EdgeStream stream, int count) {
    List<String> edges = new ArrayList<>();
    for (long edge = 0; edge < count; edge++) {
      edges.add(stream.source(edge) + ">" + stream.target(edge));
    }
    return edges;
  }

  private static int log2(int value) {
    return 31 - Integer.numberOfLeadingZeros(value);
  }
}
