package io.freshet.server.retrieval.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a {@link VectorIndex} owes its callers after long change, beside {@link ExactIndex}. */
abstract class VectorIndexChurnContract {
  static final StoreLimits LIMITS = new StoreLimits(50_000, 50_000, Duration.ofHours(24));
  static final InstantSource CLOCK = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));

  private static final int DIMENSIONS = 32;
  private static final int ITEMS = 6000;
  private static final int QUERIES = 100;

  /** A new, empty index. */
  abstract VectorIndex create(int dimensions);

  /** Lowest share of the exact answer that searches must find on average. */
  abstract double recallFloor();

  /** Length of a vector to be held; drawn anew for each. */
  double length(Random random) {
    return 1;
  }

  /** How vectors are spread. */
  enum Spread {
    CLUSTERED,
    SMOOTH
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void randomOperationsLeaveWhatTheExactIndexHolds(long seed) {
    Random random = new Random(seed);
    VectorIndex index = create(DIMENSIONS);
    VectorIndex oracle = new ExactIndex(DIMENSIONS, LIMITS, CLOCK);
    Vectorizer vectors = new Vectorizer(random, Spread.CLUSTERED, this::length);
    for (int write = 0; write < 15_000; write++) {
      String id = "item-" + random.nextInt(2000);
      // Versions come in disorder.
      long version = (long) write + random.nextInt(2000);
      if (random.nextInt(10) < 3) {
        assertThat(index.delete(id, version)).isEqualTo(oracle.delete(id, version));
      } else {
        String type = "type-" + random.nextInt(80);
        float[] vector = vectors.get();
        assertThat(index.upsert(id, type, vector, version))
            .isEqualTo(oracle.upsert(id, type, vector, version));
      }
      if (write % 100 == 0) {
        float[] query = vectors.get();
        CandidateFilter filter = random.nextBoolean() ? CandidateFilter.ALL : oneTypeInEight();
        int limit = 1 + random.nextInt(300);
        List<Candidate> expected = oracle.search(query, limit, filter);
        assertThat(index.searchExactly(query, limit, filter)).isEqualTo(expected);
        assertFullAndTrue(index.search(query, limit, filter), expected.size(), oracle, filter);
      }
    }
    assertThat(index.size()).isEqualTo(oracle.size());
    for (int item = 0; item < 2000; item++) {
      assertThat(index.vector("item-" + item).orElse(null))
          .isEqualTo(oracle.vector("item-" + item).orElse(null));
    }
  }

  private static void assertFullAndTrue(
      List<Candidate> found, int size, VectorIndex oracle, CandidateFilter filter) {
    assertThat(found).hasSize(size).isSortedAccordingTo(Candidate.BEST_FIRST);
    assertThat(found).allMatch(it -> filter.accepts(it.id(), it.type()));
    assertThat(VectorIndexContract.ids(found)).doesNotHaveDuplicates();
    assertThat(found).allMatch(it -> oracle.vector(it.id()).isPresent());
  }

  private static CandidateFilter oneTypeInEight() {
    return ofTypes(type -> type.endsWith("3"));
  }

  private static CandidateFilter ofTypes(java.util.function.Predicate<String> types) {
    return new CandidateFilter() {
      @Override
      public boolean accepts(String id, String type) {
        return types.test(type);
      }

      @Override
      public boolean mayAccept(Facet facet, String type) {
        return facet != Facet.TYPE || types.test(type);
      }
    };
  }

  @ParameterizedTest
  @EnumSource(Spread.class)
  void recallStaysWhenEveryVectorWasRewrittenFiveTimesWithDrift(Spread spread) {
    Random random = new Random(11);
    Vectorizer vectors = new Vectorizer(random, spread, this::length);
    float[][] held = new float[ITEMS][];
    VectorIndex index = create(DIMENSIONS);
    for (int round = 0; round <= 5; round++) {
      for (int item = 0; item < ITEMS; item++) {
        held[item] =
            round == 0 || random.nextInt(5) == 0 ? vectors.get() : drift(random, held[item]);
        index.upsert("item-" + item, "track", held[item], 2L * round);
        if (random.nextInt(10) < 3) {
          int victim = random.nextInt(item + 1);
          index.delete("item-" + victim, 2L * round + 1);
          index.upsert("item-" + victim, "track", held[victim], 2L * round + 1);
        }
      }
      vectors.move();
    }
    VectorIndex fresh = create(DIMENSIONS);
    for (int item = 0; item < ITEMS; item++) {
      fresh.upsert("item-" + item, "track", held[item], 0);
    }
    assertThat(index.size()).isEqualTo(ITEMS);
    Supplier<float[]> queries = () -> drift(random, held[random.nextInt(ITEMS)]);
    double recall = recall(index, queries, CandidateFilter.ALL);
    assertThat(recall).isGreaterThanOrEqualTo(recallFloor());
    assertThat(recall).isGreaterThanOrEqualTo(recall(fresh, queries, CandidateFilter.ALL) - .02);
  }

  @ParameterizedTest
  @EnumSource(Spread.class)
  void recallStaysUnderFiltersNearAndFarFromTheQuery(Spread spread) {
    Random random = new Random(12);
    Vectorizer vectors = new Vectorizer(random, spread, this::length);
    VectorIndex index = create(DIMENSIONS);
    for (int item = 0; item < ITEMS; item++) {
      float[] vector = vectors.get();
      // Types by place, so that all of one type lie together and far from most queries.
      int side = (vector[0] > 0 ? 1 : 0) + (vector[1] > 0 ? 2 : 0) + (vector[2] > 0 ? 4 : 0);
      index.upsert("item-" + item, "side-" + side, vector, 0);
    }
    for (int side = 0; side < 8; side++) {
      String wanted = "side-" + side;
      assertThat(recall(index, vectors, ofTypes(wanted::equals)))
          .as(wanted)
          .isGreaterThanOrEqualTo(recallFloor());
    }
    for (int oneIn : new int[] {3, 10, 100, 1000}) {
      assertThat(recall(index, vectors, (id, type) -> number(id) % oneIn == 0))
          .as("one in %s", oneIn)
          .isGreaterThanOrEqualTo(recallFloor() - .03);
    }
  }

  /** Where those items lie that a filter accepts, from the query. */
  enum Side {
    NEAREST(0),
    BETWEEN(.5),
    FARTHEST(1);

    /** Of those that are not accepted, the share that is nearer. */
    final double nearer;

    Side(double nearer) {
      this.nearer = nearer;
    }
  }

  @ParameterizedTest
  @EnumSource(Spread.class)
  void recallStaysHoweverManyAFilterAcceptsAndHoweverFarTheyLie(Spread spread) {
    Random random = new Random(14);
    Vectorizer vectors = new Vectorizer(random, spread, this::length);
    VectorIndex index = create(DIMENSIONS);
    // Twice, so that lists have followed the rows and probes are measured.
    for (int write = 0; write < 2 * ITEMS; write++) {
      index.upsert("item-" + write % ITEMS, "track", vectors.get(), write);
    }
    List<float[]> queries = Stream.generate(vectors).limit(40).toList();
    List<List<Candidate>> nearestFirst =
        queries.stream().map(it -> index.searchExactly(it, ITEMS, CandidateFilter.ALL)).toList();
    double unfiltered =
        queries.stream()
            .mapToDouble(it -> recall(index, it, CandidateFilter.ALL))
            .average()
            .orElseThrow();
    for (double share : new double[] {.5, .33, .1, .03, .01, .001, .0001}) {
      int accepted = (int) Math.ceil(share * ITEMS);
      for (Side side : Side.values()) {
        int first = (int) (side.nearer * (ITEMS - accepted));
        double found = 0;
        for (int i = 0; i < queries.size(); i++) {
          Set<String> ids =
              Set.copyOf(
                  VectorIndexContract.ids(nearestFirst.get(i).subList(first, first + accepted)));
          found += recall(index, queries.get(i), (id, type) -> ids.contains(id));
        }
        assertThat(found / queries.size())
            .as("%s of the items, the %s", share, side)
            .isGreaterThanOrEqualTo(Math.min(recallFloor(), unfiltered));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Spread.class)
  void recallStaysWhenTheNearestItemsAreExcluded(Spread spread) {
    Random random = new Random(13);
    Vectorizer vectors = new Vectorizer(random, spread, this::length);
    VectorIndex index = create(DIMENSIONS);
    for (int item = 0; item < ITEMS; item++) {
      index.upsert("item-" + item, "track", vectors.get(), 0);
    }
    double found = 0;
    for (int i = 0; i < QUERIES; i++) {
      float[] query = vectors.get();
      Set<String> excluded = new HashSet<>();
      for (Candidate near : index.searchExactly(query, 250, CandidateFilter.ALL)) {
        if (random.nextInt(4) > 0) {
          excluded.add(near.id());
        }
      }
      found += recall(index, query, (id, type) -> !excluded.contains(id));
    }
    assertThat(found / QUERIES).isGreaterThanOrEqualTo(recallFloor());
  }

  private static int number(String id) {
    return Integer.parseInt(id.substring(id.indexOf('-') + 1));
  }

  private static double recall(
      VectorIndex index, Supplier<float[]> queries, CandidateFilter filter) {
    double found = 0;
    for (int i = 0; i < QUERIES; i++) {
      found += recall(index, queries.get(), filter);
    }
    return found / QUERIES;
  }

  private static double recall(VectorIndex index, float[] query, CandidateFilter filter) {
    List<Candidate> expected = index.searchExactly(query, 10, filter);
    List<Candidate> answered = index.search(query, 10, filter);
    assertThat(answered).hasSameSizeAs(expected);
    return answered.stream().filter(expected::contains).count() / (double) expected.size();
  }

  private static float[] drift(Random random, float[] vector) {
    float[] moved = vector.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += (float) (random.nextGaussian() * .05 * Vectors.norm(vector));
    }
    return scaled(Vectors.unit(moved), Vectors.norm(vector));
  }

  private static float[] scaled(float[] vector, double factor) {
    float[] scaled = vector.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= (float) factor;
    }
    return scaled;
  }

  /** Draws vectors; {@link #move} makes new ones come from elsewhere. */
  static final class Vectorizer implements Supplier<float[]> {
    private static final int CLUSTERS = 60;
    private final Random random;
    private final Spread spread;
    private final ToDoubleFunction<Random> lengths;
    private final float[][] centers = new float[CLUSTERS][];

    /** Draws vectors of unit length. */
    Vectorizer(Random random, Spread spread) {
      this(random, spread, any -> 1);
    }

    Vectorizer(Random random, Spread spread, ToDoubleFunction<Random> lengths) {
      this.random = random;
      this.spread = spread;
      this.lengths = lengths;
      for (int i = 0; i < CLUSTERS; i++) {
        centers[i] = gaussian(0);
      }
    }

    /** A third of the clusters jumps elsewhere. */
    void move() {
      for (int i = 0; i < CLUSTERS / 3; i++) {
        centers[random.nextInt(CLUSTERS)] = gaussian(0);
      }
    }

    @Override
    public float[] get() {
      return scaled(direction(), lengths.applyAsDouble(random));
    }

    private float[] direction() {
      if (spread == Spread.SMOOTH) {
        return gaussian(.5);
      }
      float[] vector = centers[random.nextInt(CLUSTERS)].clone();
      for (int i = 0; i < vector.length; i++) {
        vector[i] += (float) random.nextGaussian() * .1f;
      }
      return Vectors.unit(vector);
    }

    private float[] gaussian(double decay) {
      float[] vector = new float[DIMENSIONS];
      for (int i = 0; i < vector.length; i++) {
        vector[i] = (float) (random.nextGaussian() * Math.pow(i + 1, -decay));
      }
      return Vectors.unit(vector);
    }
  }
}
