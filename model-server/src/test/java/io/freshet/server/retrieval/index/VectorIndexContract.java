package io.freshet.server.retrieval.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.server.retrieval.index.BadVectorException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link VectorIndex} owes its callers; one subclass per implementation. */
abstract class VectorIndexContract {
  static final StoreLimits LIMITS = new StoreLimits(10_000, 1000, Duration.ofHours(24));

  private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));

  /** A new, empty index. */
  abstract VectorIndex create(int dimensions, StoreLimits limits, InstantSource clock);

  /** Lowest share of the exact answer that a search must find; 1 for exact indexes. */
  abstract double recallFloor();

  /**
   * The vector at a length that suits the index.
   *
   * @param chance 0 to 1
   */
  float[] sized(float[] unit, double chance) {
    return unit;
  }

  private VectorIndex create(int dimensions) {
    return create(dimensions, LIMITS, clock);
  }

  record Write(String id, long version, boolean deletion) {}

  @Provide
  Arbitrary<List<Write>> writes() {
    Arbitrary<String> ids = Arbitraries.of("a", "b", "c");
    Arbitrary<Long> versions = Arbitraries.longs().between(0, 1000);
    return Combinators.combine(ids, versions, Arbitraries.of(true, false))
        .as(Write::new)
        .list()
        .uniqueElements(write -> write.id() + write.version())
        .ofMaxSize(60);
  }

  @Property(tries = 200)
  void whateverTheOrderTheNewestVersionOfEachKeyStays(@ForAll("writes") List<Write> writes) {
    VectorIndex index = create(2);
    Map<String, Write> newest = new HashMap<>();
    for (Write write : writes) {
      apply(index, write);
      newest.merge(write.id(), write, (a, b) -> a.version() > b.version() ? a : b);
    }
    for (Write write : newest.values()) {
      if (write.deletion()) {
        assertThat(index.vector(write.id())).isEmpty();
      } else {
        assertThat(index.vector(write.id()))
            .hasValueSatisfying(it -> assertThat(it).containsExactly(vectorOf(write)));
      }
    }
    List<String> live =
        newest.values().stream().filter(it -> !it.deletion()).map(Write::id).sorted().toList();
    assertThat(index.size()).isEqualTo(live.size());
    assertThat(ids(index.search(new float[] {1, 1}, 10, CandidateFilter.ALL)))
        .containsExactlyInAnyOrderElementsOf(live);
  }

  private static void apply(VectorIndex index, Write write) {
    if (write.deletion()) {
      index.delete(write.id(), write.version());
    } else {
      index.upsert(write.id(), "track", vectorOf(write), write.version());
    }
  }

  private static float[] vectorOf(Write write) {
    return new float[] {write.version() + 1, 1};
  }

  @Test
  void olderVersionNeverReplacesNewer() {
    VectorIndex index = create(2);
    assertThat(index.upsert("a", "track", new float[] {1, 0}, 5)).isEqualTo(WriteOutcome.UPDATED);
    assertThat(index.upsert("a", "track", new float[] {0, 1}, 4)).isEqualTo(WriteOutcome.STALE);
    assertThat(index.vector("a").orElseThrow()).containsExactly(1, 0);
    assertThat(index.upsert("a", "track", new float[] {0, 1}, 5)).isEqualTo(WriteOutcome.UPDATED);
    assertThat(index.vector("a").orElseThrow()).containsExactly(0, 1);
  }

  @Test
  void deletedKeyStaysDeletedUntilANewerVersionComes() {
    VectorIndex index = create(2);
    index.upsert("a", "track", new float[] {1, 0}, 3);
    assertThat(index.delete("a", 5)).isEqualTo(WriteOutcome.UPDATED);
    assertThat(index.upsert("a", "track", new float[] {1, 0}, 4)).isEqualTo(WriteOutcome.STALE);
    assertThat(index.search(new float[] {1, 0}, 5, CandidateFilter.ALL)).isEmpty();
    assertThat(index.vector("a")).isEmpty();
    assertThat(index.size()).isZero();
    assertThat(index.upsert("a", "track", new float[] {1, 0}, 6)).isEqualTo(WriteOutcome.UPDATED);
    assertThat(index.delete("a", 5)).isEqualTo(WriteOutcome.STALE);
    assertThat(index.size()).isEqualTo(1);
  }

  @Test
  void deletionBeforeAnyVectorIsRemembered() {
    VectorIndex index = create(2);
    index.delete("a", 5);
    assertThat(index.upsert("a", "track", new float[] {1, 0}, 4)).isEqualTo(WriteOutcome.STALE);
  }

  @Test
  void tombstoneIsKeptForItsRetentionAndThenForgotten() {
    VectorIndex index = create(2);
    index.delete("a", 5);
    clock.advance(Duration.ofHours(23));
    index.delete("b", 5);
    assertThat(index.upsert("a", "track", new float[] {1, 0}, 4)).isEqualTo(WriteOutcome.STALE);
    clock.advance(Duration.ofHours(2));
    index.delete("c", 5);
    assertThat(index.upsert("a", "track", new float[] {1, 0}, 4)).isEqualTo(WriteOutcome.UPDATED);
    assertThat(index.upsert("b", "track", new float[] {1, 0}, 4)).isEqualTo(WriteOutcome.STALE);
  }

  @Test
  void tombstonesAreBounded() {
    VectorIndex index = create(2, new StoreLimits(10, 2, Duration.ofHours(24)), clock);
    index.delete("a", 5);
    index.delete("b", 5);
    index.delete("c", 5);
    assertThat(index.upsert("a", "track", new float[] {1, 0}, 4)).isEqualTo(WriteOutcome.UPDATED);
    assertThat(index.upsert("c", "track", new float[] {1, 0}, 4)).isEqualTo(WriteOutcome.STALE);
  }

  @Test
  void badVectorsAreRefusedByNameAndLeaveTheOldOne() {
    VectorIndex index = create(2);
    index.upsert("song", "track", new float[] {1, 0}, 1);
    assertRefused(index, new float[] {1, 2, 3}, Reason.WRONG_DIMENSION, "3 dimensions");
    assertRefused(index, new float[] {}, Reason.WRONG_DIMENSION, "index has 2");
    assertRefused(index, new float[] {1, Float.NaN}, Reason.NOT_FINITE, "NaN");
    assertRefused(index, new float[] {Float.POSITIVE_INFINITY, 1}, Reason.NOT_FINITE, "Infinity");
    assertRefused(index, new float[] {-0f, 0f}, Reason.ZERO, "zero");
    assertThat(index.vector("song").orElseThrow()).containsExactly(1, 0);
  }

  private static void assertRefused(
      VectorIndex index, float[] vector, Reason reason, String words) {
    assertThatThrownBy(() -> index.upsert("song", "track", vector, 9))
        .isInstanceOfSatisfying(
            BadVectorException.class, it -> assertThat(it.reason()).isEqualTo(reason))
        .hasMessageContaining("song")
        .hasMessageContaining(words);
  }

  @Test
  void badQueriesAreRefused() {
    VectorIndex index = create(2);
    assertThatThrownBy(() -> index.search(new float[] {1}, 1, CandidateFilter.ALL))
        .isInstanceOf(BadVectorException.class);
    assertThatThrownBy(() -> index.search(new float[] {Float.NaN, 1}, 1, CandidateFilter.ALL))
        .isInstanceOf(BadVectorException.class);
    assertThatThrownBy(() -> index.search(new float[] {1, 1}, 0, CandidateFilter.ALL))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void fullIndexRefusesNewKeysAndStillTakesOldOnes() {
    VectorIndex index = create(2, new StoreLimits(2, 10, Duration.ofHours(24)), clock);
    index.upsert("a", "track", new float[] {1, 0}, 1);
    index.upsert("b", "track", new float[] {1, 0}, 1);
    assertThatThrownBy(() -> index.upsert("c", "track", new float[] {1, 0}, 1))
        .isInstanceOf(StoreFullException.class)
        .hasMessageContaining("c");
    assertThat(index.upsert("b", "track", new float[] {0, 1}, 2)).isEqualTo(WriteOutcome.UPDATED);
    index.delete("a", 2);
    assertThat(index.upsert("c", "track", new float[] {1, 0}, 1)).isEqualTo(WriteOutcome.UPDATED);
  }

  @Test
  void searchFindsWhatAPlainScanFindsAfterChurn() {
    Random random = new Random(42);
    VectorIndex index = create(24);
    Map<String, float[]> model = new HashMap<>();
    for (int write = 0; write < 6000; write++) {
      String id = "item-" + random.nextInt(1500);
      if (random.nextInt(4) == 0) {
        index.delete(id, write);
        model.remove(id);
      } else {
        float[] vector = sized(vector(random, 24), random.nextDouble());
        index.upsert(id, "track", vector, write);
        model.put(id, vector);
      }
    }
    assertThat(index.size()).isEqualTo(model.size());
    double found = 0;
    for (int query = 0; query < 30; query++) {
      found += recall(index, model, vector(random, 24));
    }
    assertThat(found / 30).isGreaterThanOrEqualTo(recallFloor());
  }

  private static double recall(VectorIndex index, Map<String, float[]> model, float[] query) {
    List<Candidate> expected =
        model.entrySet().stream()
            .map(it -> new Candidate(it.getKey(), "track", Vectors.dot(it.getValue(), 0, query)))
            .sorted(Candidate.BEST_FIRST)
            .limit(20)
            .toList();
    List<Candidate> found = index.search(query, 20, CandidateFilter.ALL);
    assertThat(found).hasSize(20).isSortedAccordingTo(Candidate.BEST_FIRST);
    List<Candidate> hits = new ArrayList<>(found);
    hits.retainAll(expected);
    return hits.size() / 20d;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10, 100, 1000})
  void filtersFillThePageHoweverFewTheyAccept(int oneIn) {
    Random random = new Random(7);
    VectorIndex index = create(8);
    for (int item = 0; item < 3000; item++) {
      index.upsert("item-" + item, item % oneIn == 0 ? "rare" : "common", vector(random, 8), 1);
    }
    int accepted = (2999 / oneIn) + 1;
    List<Candidate> found = index.search(vector(random, 8), 10, (id, type) -> type.equals("rare"));
    assertThat(found).hasSize(Math.min(10, accepted)).allMatch(it -> it.type().equals("rare"));
  }

  @Test
  void filterAgainstTheQueryStillFillsThePage() {
    VectorIndex index = create(2);
    IntStream.range(0, 500)
        .forEach(it -> index.upsert("near-" + it, "track", new float[] {1, it / 1e3f}, 1));
    IntStream.range(0, 5)
        .forEach(it -> index.upsert("far-" + it, "track", new float[] {-1, it / 1e3f}, 1));
    List<Candidate> found =
        index.search(new float[] {1, 0}, 5, (id, type) -> id.startsWith("far-"));
    assertThat(ids(found)).containsExactlyInAnyOrder("far-0", "far-1", "far-2", "far-3", "far-4");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a/b",
        "100%",
        "%2F",
        "🎧🎵",
        "שיר",
        "\u00e9",
        "e\u0301",
        "9007199254740993",
        "a\u0000b"
      })
  void idsMayHoldAnyCharacters(String id) {
    VectorIndex index = create(2);
    index.upsert("other", "track", new float[] {0, 1}, 1);
    index.upsert(id, "track", new float[] {1, 0}, 1);
    assertThat(index.search(new float[] {1, 0}, 1, CandidateFilter.ALL))
        .containsExactly(new Candidate(id, "track", 1));
    index.delete(id, 2);
    assertThat(index.vector(id)).isEmpty();
  }

  @Test
  void writesAndReadsHandOutCopies() {
    VectorIndex index = create(2);
    float[] vector = {1, 0};
    index.upsert("a", "track", vector, 1);
    vector[0] = 9;
    index.vector("a").orElseThrow()[0] = 9;
    assertThat(index.vector("a").orElseThrow()).containsExactly(1, 0);
  }

  private static float[] vector(Random random, int dimensions) {
    float[] vector = new float[dimensions];
    for (int i = 0; i < dimensions; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return Vectors.unit(vector);
  }

  static List<String> ids(List<Candidate> candidates) {
    return candidates.stream().map(Candidate::id).toList();
  }
}
