package io.freshet.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SeededVectorsTest {
  @Test
  void anIdHasOneUnitVectorAndOthersPointElsewhere() {
    List<String> ids = IntStream.range(0, 200).mapToObj(item -> "item-" + item).toList();
    float[][] vectors = SeededVectors.of(ids);
    assertThat(SeededVectors.of(List.of("item-7"))[0]).containsExactly(vectors[7]);
    double largest = 0;
    for (int one = 0; one < vectors.length; one++) {
      assertThat(product(vectors[one], vectors[one])).isCloseTo(1, within(1e-5));
      for (int other = 0; other < one; other++) {
        largest = Math.max(largest, Math.abs(product(vectors[one], vectors[other])));
      }
    }
    // Of 20,000 pairs in 128 dimensions the largest is about 4.2 deviations of 1 / sqrt(128).
    assertThat(largest).isLessThan(0.5);
  }

  private static double product(float[] one, float[] other) {
    double sum = 0;
    for (int k = 0; k < one.length; k++) {
      sum += one[k] * other[k];
    }
    return sum;
  }
}
