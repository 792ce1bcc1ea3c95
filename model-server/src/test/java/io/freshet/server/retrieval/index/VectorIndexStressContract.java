package io.freshet.server.retrieval.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a {@link VectorIndex} owes its callers while writers and readers run side by side. */
abstract class VectorIndexStressContract {
  private static final int DIMENSIONS = 16;
  private static final int KEYS = 1500;
  private static final int ANCHORS = 300;
  private static final int WRITERS = 3;
  private static final int VERSIONS = 30;

  /** A new, empty index. */
  abstract VectorIndex create(int dimensions);

  private record Write(String id, int version, boolean deletion) {
    /** As good as random, and the same each time. */
    float[] vector() {
      return VectorIndexStressContract.vector(new Random(31L * id.hashCode() + version));
    }

    void applyTo(VectorIndex index) {
      if (deletion) {
        index.delete(id, version);
      } else {
        index.upsert(id, "moving", vector(), version);
      }
    }
  }

  @Test
  void nothingIsLostRepeatedOrRaisedFromTheDeadWhileThreeWritersShuffleVersions() {
    Random random = new Random(5);
    VectorIndex index = create(DIMENSIONS);
    for (int i = 0; i < ANCHORS; i++) {
      index.upsert("anchor-" + i, "anchor", vector(random), 1);
      index.upsert("dead-" + i, "dead", vector(random), 1);
      index.delete("dead-" + i, VERSIONS + 1);
    }
    List<Write> writes = shuffledWrites(random);
    AtomicInteger writing = new AtomicInteger(WRITERS);
    List<CompletableFuture<Void>> writers =
        IntStream.range(0, WRITERS)
            .mapToObj(it -> CompletableFuture.runAsync(() -> write(index, writes, it, writing)))
            .toList();
    int searches = 0;
    while (writing.get() > 0 || searches == 0) {
      assertAnchorsFoundAndNoneRepeated(index, vector(random));
      searches++;
    }
    writers.forEach(CompletableFuture::join);
    assertNewestVersionsHeld(index, writes);
  }

  private static List<Write> shuffledWrites(Random random) {
    List<Write> writes = new ArrayList<>();
    for (int key = 0; key < KEYS; key++) {
      for (int version = 1; version <= VERSIONS; version++) {
        writes.add(new Write("item-" + key, version, random.nextInt(10) < 3));
      }
      for (int i = 0; i < 3; i++) {
        String dead = "dead-" + random.nextInt(ANCHORS);
        writes.add(new Write(dead, 1 + random.nextInt(VERSIONS), false));
      }
    }
    Collections.shuffle(writes, random);
    return writes;
  }

  private static void write(
      VectorIndex index, List<Write> writes, int writer, AtomicInteger writing) {
    try {
      for (int i = writer; i < writes.size(); i += WRITERS) {
        writes.get(i).applyTo(index);
      }
    } finally {
      writing.decrementAndGet();
    }
  }

  private static void assertAnchorsFoundAndNoneRepeated(VectorIndex index, float[] query) {
    List<String> all =
        VectorIndexContract.ids(index.searchExactly(query, 5000, CandidateFilter.ALL));
    assertThat(all).doesNotHaveDuplicates().noneMatch(it -> it.startsWith("dead-"));
    assertThat(all.stream().filter(it -> it.startsWith("anchor-"))).hasSize(ANCHORS);
    List<Candidate> page = index.search(query, ANCHORS, (id, type) -> type.equals("anchor"));
    assertThat(VectorIndexContract.ids(page)).doesNotHaveDuplicates().hasSize(ANCHORS);
    List<Candidate> top = index.search(query, 20, CandidateFilter.ALL);
    assertThat(VectorIndexContract.ids(top)).doesNotHaveDuplicates().hasSize(20);
    assertThat(index.vector("anchor-7")).isPresent();
  }

  private static void assertNewestVersionsHeld(VectorIndex index, List<Write> writes) {
    Map<String, Write> newest = new HashMap<>();
    for (Write write : writes) {
      if (!write.id().startsWith("dead-")) {
        newest.merge(write.id(), write, (a, b) -> a.version() > b.version() ? a : b);
      }
    }
    List<String> expected = new ArrayList<>();
    IntStream.range(0, ANCHORS).forEach(it -> expected.add("anchor-" + it));
    for (Write write : newest.values()) {
      assertThat(index.vector(write.id()).orElse(null))
          .isEqualTo(write.deletion() ? null : write.vector());
      if (!write.deletion()) {
        expected.add(write.id());
      }
    }
    assertThat(index.size()).isEqualTo(expected.size());
    assertThat(
            VectorIndexContract.ids(
                index.searchExactly(vector(new Random(1)), 5000, CandidateFilter.ALL)))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  private static float[] vector(Random random) {
    float[] vector = new float[DIMENSIONS];
    for (int i = 0; i < DIMENSIONS; i++) {
      vector[i] = (float) (random.nextGaussian() / (1 + i));
    }
    return Vectors.unit(vector);
  }
}
