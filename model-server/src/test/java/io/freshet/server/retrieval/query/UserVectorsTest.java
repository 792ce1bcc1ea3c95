package io.freshet.server.retrieval.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.server.retrieval.index.ExactIndex;
import io.freshet.server.retrieval.index.History;
import io.freshet.server.retrieval.index.StoreLimits;
import io.freshet.server.retrieval.index.Vectors;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class UserVectorsTest {
  private final ExactIndex index =
      new ExactIndex(2, StoreLimits.defaults(), InstantSource.system());
  private final UserVectors vectors = new UserVectors(0.9);

  @BeforeEach
  void indexThreeItems() {
    index.upsert("right", "track", new float[] {1, 0}, 1);
    index.upsert("up", "track", new float[] {0, 1}, 1);
    index.upsert("left", "track", new float[] {-1, 0}, 1);
  }

  @Test
  void newestItemWeighsMost() {
    assertThat(vectors.of(history("right", "up"), index).orElseThrow())
        .containsExactly(Vectors.unit(new float[] {1, .9f}));
  }

  @Test
  void itemsWithoutAVectorTakeNoPosition() {
    assertThat(vectors.of(history("unknown", "right", "unknown", "up"), index).orElseThrow())
        .containsExactly(Vectors.unit(new float[] {1, .9f}));
  }

  @Test
  void hasNoVectorWithoutUsableItems() {
    assertThat(vectors.of(History.EMPTY, index)).isEmpty();
    assertThat(vectors.of(history("unknown"), index)).isEmpty();
    assertThat(new UserVectors(1).of(history("left", "right"), index)).isEmpty();
  }

  @Test
  void weightMustBeAShare() {
    assertThatThrownBy(() -> new UserVectors(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new UserVectors(1.1)).isInstanceOf(IllegalArgumentException.class);
  }

  private static History history(String... liked) {
    return new History(List.of(liked), Set.copyOf(List.of(liked)));
  }
}
