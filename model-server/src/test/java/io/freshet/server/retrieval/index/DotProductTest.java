package io.freshet.server.retrieval.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class DotProductTest {
  @Test
  void vectorInstructionsGiveWhatPlainJavaGivesWhateverTheLength() {
    DotProduct plain = new ScalarDotProduct();
    DotProduct fastest = DotProduct.fastest();
    assertThat(fastest).isNotInstanceOf(ScalarDotProduct.class);
    Random random = new Random(3);
    for (int length = 1; length <= 150; length++) {
      float[] rows = floats(random, 3 * length);
      float[] query = floats(random, length);
      assertThat(fastest.dot(rows, length, query))
          .isCloseTo(plain.dot(rows, length, query), within(1e-4f));
      byte[] columns = new byte[(length + 1) * DotProduct.ROWS + DotProduct.PADDING];
      random.nextBytes(columns);
      float[] expected = new float[DotProduct.ROWS];
      plain.dots(columns, DotProduct.ROWS, query, expected);
      float[] products = new float[DotProduct.ROWS];
      fastest.dots(columns, DotProduct.ROWS, query, products);
      assertThat(products).containsExactly(expected, within(1e-2f));
    }
  }

  private static float[] floats(Random random, int count) {
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = random.nextFloat() - .5f;
    }
    return floats;
  }
}
