package io.freshet.server.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TopItemsTest {
  @Test
  void theBestComeFirstAndOfEqualScoresTheSmallerNumber() {
    float[] scores = {1, 3, 3, 2, 3};
    assertThat(new TopItems(3).select(scores, new boolean[5])).containsExactly(1, 2, 4);
    assertThat(new TopItems(9).select(scores, new boolean[5])).containsExactly(1, 2, 4, 3, 0);
  }

  @Test
  void whatIsMaskedIsNotSelected() {
    float[] scores = {1, 3, 2};
    boolean[] masked = {false, true, false};
    assertThat(new TopItems(3).select(scores, masked)).containsExactly(2, 0);
  }

  @Test
  void equalsSortingOnRandomScoresWithTies() {
    SplittableRandom random = new SplittableRandom(7);
    TopItems top = new TopItems(20);
    for (int round = 0; round < 200; round++) {
      float[] scores = new float[100];
      boolean[] masked = new boolean[100];
      for (int item = 0; item < scores.length; item++) {
        scores[item] = random.nextInt(30);
        masked[item] = random.nextInt(4) == 0;
      }
      int[] sorted =
          IntStream.range(0, scores.length)
              .filter(item -> !masked[item])
              .boxed()
              .sorted(
                  (one, other) ->
                      scores[one] == scores[other]
                          ? one - other
                          : Float.compare(scores[other], scores[one]))
              .limit(20)
              .mapToInt(Integer::intValue)
              .toArray();
      assertThat(top.select(scores, masked)).containsExactly(sorted);
    }
  }
}
