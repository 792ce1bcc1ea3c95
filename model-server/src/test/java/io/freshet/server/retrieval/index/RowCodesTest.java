package io.freshet.server.retrieval.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class RowCodesTest {
  private static final int ROWS = 64;

  private final Random random = new Random(8);

  @Test
  void innerProductsAreWithinTheErrorOfTheirEstimates() {
    for (int dimensions : new int[] {1, 2, 17, 33, 128, 768}) {
      RowCodes codes = RowCodes.ofCapacity(ROWS, dimensions);
      float[] rows = new float[ROWS * dimensions];
      for (int row = 0; row < ROWS; row++) {
        // From the smallest floats there are to some that hardly have a square.
        double scale = Math.pow(10, random.nextInt(60) - 44);
        for (int k = 0; k < dimensions; k++) {
          rows[row * dimensions + k] = (float) (random.nextGaussian() * scale);
        }
        codes.put(row, rows, row * dimensions);
      }
      for (int i = 0; i < 50; i++) {
        float[] query = gaussian(dimensions);
        float slack = RowCodes.slack(query);
        for (int row = 0; row < ROWS; row++) {
          double score = Vectors.dot(rows, row * dimensions, query);
          assertThat(Math.abs(estimate(codes, row, query) - score))
              .as("row %d of %d dimensions", row, dimensions)
              .isLessThanOrEqualTo(codes.error(row, slack));
        }
      }
    }
  }

  @Test
  void errorsAreSmallBesideWhatTellsRowsApart() {
    RowCodes codes = RowCodes.ofCapacity(ROWS, 128);
    for (int row = 0; row < ROWS; row++) {
      codes.put(row, Vectors.unit(gaussian(128)), 0);
      float[] query = Vectors.unit(gaussian(128));
      assertThat(codes.error(row, RowCodes.slack(query))).isLessThan(.02f);
    }
  }

  @Test
  void codesAreCopiedAndKeptWhenThereIsMoreRoom() {
    RowCodes codes = RowCodes.ofCapacity(20, 3);
    codes.put(19, new float[] {9, 1, 2, 3}, 1);
    codes.copy(19, 0);
    RowCodes more = codes.resized(50);
    float[] query = {1, 1, 1};
    assertThat(estimate(more, 0, query)).isEqualTo(estimate(codes, 19, query)).isPositive();
    assertThat(more.error(0, 1)).isEqualTo(codes.error(19, 1)).isPositive();
  }

  private static float estimate(RowCodes codes, int row, float[] query) {
    float[] estimates = new float[RowCodes.BLOCK];
    codes.estimate(row / RowCodes.BLOCK, query, estimates);
    return estimates[row % RowCodes.BLOCK];
  }

  private float[] gaussian(int dimensions) {
    float[] vector = new float[dimensions];
    for (int k = 0; k < dimensions; k++) {
      vector[k] = (float) random.nextGaussian();
    }
    return vector;
  }
}
