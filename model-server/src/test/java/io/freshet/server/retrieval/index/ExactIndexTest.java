package io.freshet.server.retrieval.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class ExactIndexTest extends VectorIndexContract {
  @Override
  VectorIndex create(int dimensions, StoreLimits limits, InstantSource clock) {
    return new ExactIndex(dimensions, limits, clock);
  }

  @Override
  double recallFloor() {
    return 1;
  }

  @Test
  void searchNeverSeesHalfAVectorWhileItIsWritten() {
    int dimensions = 64;
    ExactIndex index = new ExactIndex(dimensions, LIMITS, InstantSource.system());
    AtomicBoolean writing = new AtomicBoolean(true);
    index.upsert("a", "track", filled(dimensions, 0), 0);
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              for (int version = 1; version <= 50_000; version++) {
                if (version % 10 == 0) {
                  index.delete("a", version);
                } else {
                  index.upsert("a", "track", filled(dimensions, version), version);
                }
              }
              writing.set(false);
            });
    float[] query = filled(dimensions, 0);
    while (writing.get()) {
      List<Candidate> found = index.search(query, 3, CandidateFilter.ALL);
      assertThat(found).hasSizeLessThanOrEqualTo(1);
      found.forEach(it -> assertThat(it.score() % dimensions).isZero());
    }
    writer.join();
  }

  private static float[] filled(int dimensions, int version) {
    float[] vector = new float[dimensions];
    java.util.Arrays.fill(vector, 1 + version % 7);
    return vector;
  }
}
