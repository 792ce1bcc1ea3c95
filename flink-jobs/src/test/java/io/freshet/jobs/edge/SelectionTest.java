package io.freshet.jobs.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SelectionTest {
  private static final long SEED = Long.getLong("freshet.seed", 1);

  @Test
  void firstOfAnOrderComeToTheFront() {
    Random random = new Random(SEED);
    for (int round = 0; round < 5_000; round++) {
      int size = random.nextInt(40);
      List<Integer> shuffled = IntStream.range(0, size).boxed().collect(Collectors.toList());
      Collections.shuffle(shuffled, random);
      int[] numbers = shuffled.stream().mapToInt(number -> number).toArray();
      int count = random.nextInt(size + 1);
      Selection.toFront(numbers, count, (first, second) -> first < second);

      int[] front = Arrays.copyOf(numbers, count);
      Arrays.sort(front);
      assertThat(front).as("round %d", round).isEqualTo(IntStream.range(0, count).toArray());
      Arrays.sort(numbers);
      assertThat(numbers).isEqualTo(IntStream.range(0, size).toArray());
    }
  }

  /** Ids that are short, that begin alike, and that one is the beginning of another. */
  @Test
  void idsAreInTheOrderOfTheirBytes() {
    Random random = new Random(SEED);
    for (int round = 0; round < 20_000; round++) {
      byte[] first = bytes(random);
      byte[] second = bytes(random);
      assertThat(new ItemId(first).isBefore(new ItemId(second)))
          .as("%s, %s", Arrays.toString(first), Arrays.toString(second))
          .isEqualTo(Arrays.compareUnsigned(first, second) < 0);
    }
  }

  private static byte[] bytes(Random random) {
    byte[] bytes = new byte[1 + random.nextInt(11)];
    for (int place = 0; place < bytes.length; place++) {
      bytes[place] = (byte) (random.nextInt(3) - 1);
    }
    return bytes;
  }
}
