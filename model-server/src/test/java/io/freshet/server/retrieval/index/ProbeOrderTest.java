package io.freshet.server.retrieval.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ProbeOrderTest {
  @Test
  void positionsComeByFallingScoreAndEqualOnesByPosition() {
    Random random = new Random(8);
    for (int size = 0; size < 60; size++) {
      float[] scores = new float[size];
      for (int i = 0; i < size; i++) {
        scores[i] = random.nextInt(9) - 4;
      }
      List<Integer> expected =
          IntStream.range(0, size)
              .boxed()
              .sorted(Comparator.comparing((Integer it) -> -scores[it]).thenComparing(it -> it))
              .toList();
      List<Integer> order = new ArrayList<>();
      ProbeOrder probes = new ProbeOrder(scores);
      while (probes.hasNext()) {
        order.add(probes.next());
      }
      assertThat(order).isEqualTo(expected);
    }
  }
}
