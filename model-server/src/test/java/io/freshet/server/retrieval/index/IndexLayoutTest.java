package io.freshet.server.retrieval.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.server.retrieval.index.VectorIndexChurnContract.Spread;
import io.freshet.server.retrieval.index.VectorIndexChurnContract.Vectorizer;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class IndexLayoutTest {
  private static final int DIMENSIONS = 32;
  private static final int ITEMS = 6000;
  private static final double RECALL = .95;

  private final Random random = new Random(19);
  private final float[][] held = new float[ITEMS][];

  private static VectorIndex empty() {
    return new IndexConfig(IndexKind.IVF, .97, OptionalInt.empty(), 0)
        .create(DIMENSIONS, VectorIndexChurnContract.LIMITS, VectorIndexChurnContract.CLOCK);
  }

  private void fill(VectorIndex index, Vectorizer vectors, long version) {
    for (int item = 0; item < ITEMS; item++) {
      held[item] = vectors.get();
      index.upsert("item-" + item, "track", held[item], version);
    }
  }

  private void refill(VectorIndex index, long version) {
    for (int item = 0; item < ITEMS; item++) {
      index.upsert("item-" + item, "track", held[item], version);
    }
  }

  private double recall(VectorIndex index) {
    VectorIndex exact =
        new ExactIndex(DIMENSIONS, VectorIndexChurnContract.LIMITS, VectorIndexChurnContract.CLOCK);
    refill(exact, 1);
    int found = 0;
    for (int i = 0; i < 100; i++) {
      float[] query = held[random.nextInt(ITEMS)].clone();
      query[i % DIMENSIONS] += .05f;
      List<Candidate> expected = exact.search(query, 10, CandidateFilter.ALL);
      assertThat(index.searchExactly(query, 10, CandidateFilter.ALL)).isEqualTo(expected);
      found +=
          (int)
              index.search(query, 10, CandidateFilter.ALL).stream()
                  .filter(expected::contains)
                  .count();
    }
    return found / 1000.0;
  }

  @Test
  void indexThatIsLaidOutLikeAnotherIsAsGood() {
    for (Spread spread : Spread.values()) {
      VectorIndex before = empty();
      fill(before, new Vectorizer(random, spread), 1);
      IndexLayout layout = before.layout().orElseThrow();
      VectorIndex after = empty();
      after.layOut(IndexLayout.decoded(layout.encoded()).orElseThrow());
      refill(after, 1);
      assertThat(after.size()).isEqualTo(ITEMS);
      assertThat(recall(after)).isGreaterThan(recall(before) - .02);
      IndexLayout again = after.layout().orElseThrow();
      // Every row found its list: few were split or shared out.
      assertThat(again.centroids().length)
          .isBetween(layout.centroids().length * 9 / 10, layout.centroids().length * 11 / 10);
    }
  }

  @Test
  void layoutOfOtherRowsCostsNoItemAndListsFollow() {
    VectorIndex other = empty();
    fill(other, new Vectorizer(random, Spread.CLUSTERED), 1);
    IndexLayout misfit = other.layout().orElseThrow();
    float[][] oneHeap = new float[200][];
    Arrays.setAll(oneHeap, i -> misfit.centroids()[0]);
    for (IndexLayout layout :
        List.of(
            misfit,
            new IndexLayout(ITEMS, oneHeap, 1, 1),
            new IndexLayout(0, oneHeap, 1, 1),
            new IndexLayout(Integer.MAX_VALUE, Arrays.copyOf(oneHeap, 1), 1, 1))) {
      VectorIndex index = empty();
      index.layOut(layout);
      fill(index, new Vectorizer(random, Spread.SMOOTH), 1);
      refill(index, 1);
      assertThat(index.size()).isEqualTo(ITEMS);
      assertThat(recall(index)).isGreaterThan(RECALL);
    }
  }

  @Test
  void layoutThatDoesNotSuitIsPassedOver() {
    VectorIndex index = empty();
    index.layOut(new IndexLayout(10, new float[][] {{1, 0}, {0, 1}}, 1, 2));
    assertThat(index.layout()).isEmpty();
    index.upsert("item-0", "track", new Vectorizer(random, Spread.SMOOTH).get(), 1);
    float[][] two = {new float[DIMENSIONS], new float[DIMENSIONS]};
    index.layOut(new IndexLayout(10, two, 1, 2));
    assertThat(index.layout()).isEmpty();
    assertThat(index.size()).isEqualTo(1);
  }

  @Test
  void damagedBytesAreNoLayout() {
    byte[] good = new IndexLayout(10, new float[][] {{1, 0}, {0, 1}}, 3, 4).encoded();
    assertThat(IndexLayout.decoded(good)).isPresent();
    for (int length = 0; length < good.length; length++) {
      assertThat(IndexLayout.decoded(Arrays.copyOf(good, length))).isEmpty();
    }
    assertThat(IndexLayout.decoded(Arrays.copyOf(good, good.length + 1))).isEmpty();
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = good.clone();
      damaged[random.nextInt(good.length)] = (byte) random.nextInt();
      // What does not show is a layout of other rows.
      IndexLayout.decoded(damaged).ifPresent(it -> assertThat(it.centroids()).isNotEmpty());
      byte[] noise = new byte[random.nextInt(80)];
      random.nextBytes(noise);
      assertThat(IndexLayout.decoded(noise)).isEmpty();
    }
  }

  @Test
  void impossibleLayoutsAreRefused() {
    assertThatThrownBy(() -> new IndexLayout(-1, new float[][] {{1}}, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new IndexLayout(1, new float[0][], 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new IndexLayout(1, new float[][] {{1}, {1, 2}}, 1, 1))
        .hasMessageContaining("2 dimensions");
    assertThatThrownBy(() -> new IndexLayout(1, new float[][] {{Float.NaN}}, 1, 1))
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> new IndexLayout(1, new float[][] {{1}}, 1, Double.POSITIVE_INFINITY))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
