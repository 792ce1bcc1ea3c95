package io.freshet.server.retrieval.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.retrieval.index.Candidate;
import io.freshet.server.retrieval.index.CandidateFilter;
import io.freshet.server.retrieval.index.Catalog;
import io.freshet.server.retrieval.index.CatalogEntry;
import io.freshet.server.retrieval.index.ItemAttributes;
import io.freshet.server.retrieval.index.StoreLimits;
import io.freshet.server.retrieval.index.VectorIndex;
import io.freshet.server.retrieval.index.Vectors;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every index owes a filter; the truth is a plain filter over all items. */
abstract class FilterContract {
  static final StoreLimits LIMITS = new StoreLimits(100_000, 1000, Duration.ofHours(24));
  private static final int DIMENSIONS = 16;
  private static final int PAGE = 10;

  private final Map<String, float[]> vectors = new HashMap<>();
  private Catalog catalog = new Catalog(LIMITS, InstantSource.system());
  private VectorIndex index = create(DIMENSIONS, catalog, 500);

  /**
   * A new, empty index.
   *
   * @param scanRows up to so many rows need no probing
   */
  abstract VectorIndex create(int dimensions, Catalog catalog, int scanRows);

  /** Lowest share of one true page, whatever the filter. */
  abstract double pageFloor();

  /** Lowest mean share of the true page that a search must find; 1 for exact indexes. */
  abstract double recallFloor();

  @Property(tries = 6)
  void answersAreThoseOfAPlainFilterWhileItemsComeChangeAndGo(@ForAll long seed) {
    catalog = new Catalog(LIMITS, InstantSource.system());
    index = create(DIMENSIONS, catalog, 0);
    vectors.clear();
    Random random = new Random(seed);
    FilteredItems items = new FilteredItems(random);
    double recall = 0;
    int pages = 0;
    for (int write = 0; write < 4000; write++) {
      write(random, items, write);
      if (write >= 2000 && write % 20 == 0) {
        recall += recall(random, items.filter(3));
        pages++;
      }
    }
    assertThat(recall / pages).isGreaterThanOrEqualTo(recallFloor());
  }

  /** Embeddings and catalogue come on topics of their own, so in either order. */
  private void write(Random random, FilteredItems items, int write) {
    String id = "item-" + random.nextInt(1200);
    switch (random.nextInt(8)) {
      case 0 -> {
        index.delete(id, write);
        vectors.remove(id);
      }
      case 1 -> catalog.delete(id, write);
      case 2, 3, 4 -> catalog.put(id, items.entry(), write);
      default -> {
        float[] vector = vector(random);
        index.upsert(id, "track", vector, write);
        vectors.put(id, vector);
      }
    }
  }

  private double recall(Random random, Filter filter) {
    float[] query = vector(random);
    Set<String> excluded = Set.of("item-" + random.nextInt(1200));
    List<Candidate> expected = plain(filter, excluded, query);
    CandidateFilter accepted = new CatalogFilter(catalog, filter, excluded);
    assertThat(index.searchExactly(query, PAGE, accepted)).as("%s", filter).isEqualTo(expected);
    Optional<Set<String>> few = new Selection(catalog).of(filter);
    few.ifPresent(
        ids ->
            assertThat(index.searchAmong(ids, query, PAGE, accepted))
                .as("%s", filter)
                .isEqualTo(expected));
    List<Candidate> found = index.search(query, PAGE, accepted);
    assertThat(found)
        .as("%s", filter)
        .hasSameSizeAs(expected)
        .isSortedAccordingTo(Candidate.BEST_FIRST)
        .allMatch(it -> accepted.accepts(it.id(), it.type()));
    return expected.isEmpty()
        ? 1
        : found.stream().filter(expected::contains).count() / (double) expected.size();
  }

  private List<Candidate> plain(Filter filter, Set<String> excluded, float[] query) {
    return vectors.entrySet().stream()
        .filter(it -> !excluded.contains(it.getKey()))
        .filter(it -> catalog.find(it.getKey()).filter(filter::accepts).isPresent())
        .map(it -> new Candidate(it.getKey(), "track", Vectors.dot(it.getValue(), 0, query)))
        .sorted(Candidate.BEST_FIRST)
        .limit(PAGE)
        .toList();
  }

  /**
   * One item in so many has the language, the market and the free attribute; nearest to the query,
   * farthest from it, or anywhere.
   */
  @ParameterizedTest
  @CsvSource({
    "1, ANYWHERE",
    "10, ANYWHERE",
    "100, ANYWHERE",
    "1000, ANYWHERE",
    "10000, ANYWHERE",
    "3, NEAREST",
    "10, NEAREST",
    "100, NEAREST",
    "1000, NEAREST",
    "10000, NEAREST",
    "2, FARTHEST",
    "3, FARTHEST",
    "10, FARTHEST",
    "100, FARTHEST",
    "1000, FARTHEST",
    "10000, FARTHEST"
  })
  void pageIsFullAndNearWhateverTheSelectivity(int oneIn, Where where) {
    int count = 5000;
    Random random = new Random(oneIn);
    float[] query = vector(random);
    List<float[]> ordered =
        java.util.stream.IntStream.range(0, count)
            .mapToObj(i -> vector(random))
            .sorted((a, b) -> Float.compare(where.sign * dot(b, query), where.sign * dot(a, query)))
            .toList();
    for (int item = 0; item < count; item++) {
      int rank = where == Where.ANYWHERE ? random.nextInt(count) : item;
      String value = rank < count / oneIn || item == 0 ? "rare" : "common";
      String id = "item-" + item;
      vectors.put(id, ordered.get(item));
      index.upsert(id, "track", ordered.get(item), 1);
      catalog.put(id, labelled(value), 1);
    }
    assertNear(query, new Filter.OneOf(Field.LANGUAGE, Set.of("rare")));
    assertNear(query, new Filter.OneOf(Field.MARKET, Set.of("rare")));
    assertNear(query, new Filter.OneOf(Field.attribute("shelf"), Set.of("rare")));
    assertNear(query, new Filter.Between(Field.DURATION_MS, 1, 1));
  }

  /** Items of one language are left alone while all others change theirs, move, come and go. */
  @Test
  void noItemLeftAloneIsMissedWhileOthersChange() {
    int steady = 50;
    Random random = new Random(3);
    for (int item = 0; item < 1000; item++) {
      index.upsert("item-" + item, "track", vector(random), 0);
      catalog.put("item-" + item, labelled(item < steady ? "steady" : "restless"), 0);
    }
    Filter filter = new Filter.OneOf(Field.LANGUAGE, Set.of("steady"));
    CandidateFilter accepted = new CatalogFilter(catalog, filter, Set.of());
    AtomicBoolean writing = new AtomicBoolean(true);
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(() -> disturb(steady, writing::get));
    try {
      for (int search = 0; search < 300; search++) {
        List<Candidate> found = index.search(vector(random), steady, accepted);
        assertThat(found.stream().map(Candidate::id).distinct()).hasSize(steady);
      }
    } finally {
      writing.set(false);
      writer.join();
    }
  }

  private void disturb(int steady, BooleanSupplier goesOn) {
    Random random = new Random(4);
    for (int version = 1; goesOn.getAsBoolean(); version++) {
      String id = "item-" + (steady + random.nextInt(1000 - steady));
      switch (random.nextInt(4)) {
        case 0 -> index.delete(id, version);
        case 1 -> catalog.put(id, labelled("restless-" + random.nextInt(30)), version);
        default -> index.upsert(id, "track", vector(random), version);
      }
    }
  }

  private void assertNear(float[] query, Filter filter) {
    List<Candidate> expected = plain(filter, Set.of(), query);
    List<Candidate> found = index.search(query, PAGE, new CatalogFilter(catalog, filter, Set.of()));
    assertThat(found).as("%s", filter).hasSameSizeAs(expected);
    long hits = found.stream().filter(expected::contains).count();
    assertThat(hits / (double) expected.size())
        .as("recall of one page under %s", filter)
        .isGreaterThanOrEqualTo(pageFloor());
  }

  private static CatalogEntry labelled(String value) {
    return new CatalogEntry(
        "",
        "track",
        new ItemAttributes(
            List.of(),
            List.of(),
            value,
            Set.of(value),
            value.equals("rare") ? 1L : 0L,
            null,
            Map.of("shelf", value)));
  }

  enum Where {
    NEAREST(1),
    FARTHEST(-1),
    ANYWHERE(0);

    private final int sign;

    Where(int sign) {
      this.sign = sign;
    }
  }

  private static float dot(float[] a, float[] b) {
    return Vectors.dot(a, 0, b);
  }

  private static float[] vector(Random random) {
    float[] vector = new float[DIMENSIONS];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return Vectors.unit(vector);
  }
}
