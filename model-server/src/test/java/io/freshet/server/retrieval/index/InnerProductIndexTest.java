package io.freshet.server.retrieval.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.retrieval.index.VectorIndexChurnContract.Spread;
import io.freshet.server.retrieval.index.VectorIndexChurnContract.Vectorizer;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The contract over vectors of many lengths, some longer than expected. */
final class InnerProductIndexTest extends VectorIndexContract {
  private static final double LONGEST = 2;

  @Override
  VectorIndex create(int dimensions, StoreLimits limits, InstantSource clock) {
    IndexConfig config = new IndexConfig(IndexKind.IVF, .97, OptionalInt.empty(), 0);
    return over(config, dimensions, limits, clock);
  }

  /** Queries are of the kind of the vectors. */
  static VectorIndex over(
      IndexConfig config, int dimensions, StoreLimits limits, InstantSource clock) {
    Catalog catalog = new Catalog(limits, clock);
    return new InnerProductIndex(
        dimensions,
        LONGEST,
        float[]::clone,
        (rows, asQuery) -> config.create(rows, limits, clock, catalog, asQuery));
  }

  @Override
  double recallFloor() {
    return .93;
  }

  @Override
  float[] sized(float[] unit, double chance) {
    float length = (float) (.2 + 2 * chance);
    float[] sized = unit.clone();
    for (int k = 0; k < sized.length; k++) {
      sized[k] *= length;
    }
    return sized;
  }

  /** Items of unit taste and some popularity, asked by users of unit taste: [v; b] and [q; 1]. */
  @Test
  void usersFindWhatIsNearAndWhatIsPopular() {
    Random random = new Random(15);
    Vectorizer tastes = new Vectorizer(random, Spread.CLUSTERED);
    VectorIndex index = create(33, VectorIndexChurnContract.LIMITS, VectorIndexChurnContract.CLOCK);
    for (int round = 0; round < 3; round++) {
      for (int item = 0; item < 6000; item++) {
        float popularity = (float) Math.min(1.5, .1 * Math.exp(random.nextGaussian()));
        index.upsert("item-" + item, "track", withLast(tastes.get(), popularity), round);
        if (item % 10 == 0) {
          index.search(withLast(tastes.get(), 1), 10, CandidateFilter.ALL);
        }
      }
    }
    double found = 0;
    double popularity = 0;
    for (int user = 0; user < 200; user++) {
      float[] query = withLast(tastes.get(), 1);
      List<Candidate> exact = index.searchExactly(query, 10, CandidateFilter.ALL);
      List<Candidate> live = index.search(query, 10, CandidateFilter.ALL);
      found += live.stream().filter(exact::contains).count() / 10.0;
      for (Candidate candidate : live) {
        popularity += index.vector(candidate.id()).orElseThrow()[32] / 2000;
      }
    }
    assertThat(found / 200).isGreaterThanOrEqualTo(recallFloor());
    assertThat(popularity).isGreaterThan(.2);
  }

  @Test
  void indexThatIsLaidOutLikeAnotherIsAsGood() {
    Random random = new Random(16);
    Vectorizer tastes = new Vectorizer(random, Spread.CLUSTERED);
    VectorIndex before =
        create(33, VectorIndexChurnContract.LIMITS, VectorIndexChurnContract.CLOCK);
    VectorIndex after = create(33, VectorIndexChurnContract.LIMITS, VectorIndexChurnContract.CLOCK);
    float[][] items = new float[4000][];
    for (int item = 0; item < items.length; item++) {
      items[item] = withLast(tastes.get(), random.nextFloat());
      before.upsert("item-" + item, "track", items[item], 1);
    }
    IndexLayout layout = before.layout().orElseThrow();
    after.layOut(IndexLayout.decoded(layout.encoded()).orElseThrow());
    for (int item = 0; item < items.length; item++) {
      after.upsert("item-" + item, "track", items[item], 1);
    }

    double found = 0;
    for (int user = 0; user < 100; user++) {
      float[] query = withLast(tastes.get(), 1);
      List<Candidate> exact = after.searchExactly(query, 10, CandidateFilter.ALL);
      assertThat(exact).isEqualTo(before.searchExactly(query, 10, CandidateFilter.ALL));
      found +=
          after.search(query, 10, CandidateFilter.ALL).stream().filter(exact::contains).count()
              / 10.0;
    }
    assertThat(found / 100).isGreaterThanOrEqualTo(recallFloor());
    assertThat(after.layout().orElseThrow().centroids().length)
        .isEqualTo(layout.centroids().length);
  }

  private static float[] withLast(float[] taste, float last) {
    float[] vector = Arrays.copyOf(taste, taste.length + 1);
    vector[taste.length] = last;
    return vector;
  }
}
