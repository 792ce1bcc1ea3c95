package io.freshet.server.retrieval.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.server.retrieval.index.History;
import io.freshet.server.retrieval.index.TowerSpace;
import io.freshet.server.retrieval.index.VectorIndex;
import io.freshet.server.retrieval.query.Why.MovingNeighbor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MovingNeighborsTest {
  private final World world = new World().item("north", "track", 0, 1);

  /** Where an item lies in the middle of its neighbors, each by its share. */
  private static final class Middle implements TowerSpace {
    private final Map<String, float[]> places =
        Map.of(
            "north", new float[] {0, 1}, "east", new float[] {1, 0}, "west", new float[] {-1, 0});

    @Override
    public VectorIndex items() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<float[]> query(History history, List<String> attributes) {
      throw new UnsupportedOperationException();
    }

    @Override
    public double scale() {
      return 10;
    }

    @Override
    public Optional<float[]> among(String item, Map<String, Float> shares) {
      float[] middle = new float[2];
      shares.forEach(
          (id, share) -> {
            float[] place = places.getOrDefault(id, new float[] {.1f, 0});
            middle[0] += share * place[0];
            middle[1] += share * place[1];
          });
      return item.equals("gone") ? Optional.empty() : Optional.of(middle);
    }
  }

  @Test
  void contributionIsTheScoreLessThatWithoutTheNeighbor() {
    List<MovingNeighbor> neighbors =
        of("item", Map.of("north", .2f, "east", .5f, "west", .3f), 1, 2);
    assertThat(neighbors).extracting(MovingNeighbor::id).containsExactly("east", "north");
    assertThat(neighbors.get(0).contribution()).isCloseTo(5, within(1e-5));
    assertThat(neighbors.get(0).share()).isEqualTo(.5f);
    assertThat(neighbors.get(1).contribution()).isCloseTo(4, within(1e-5));
    assertThat(neighbors.get(1).title()).isEqualTo("Title of north");
  }

  @Test
  void noMoreThanFiveAreNamedAndNoneOfAnItemWithoutVector() {
    Map<String, Float> many = new LinkedHashMap<>();
    for (int k = 1; k <= 12; k++) {
      many.put("n" + k, k / 100f);
    }
    assertThat(of("item", many, 1, 0))
        .extracting(MovingNeighbor::id)
        .containsExactly("n12", "n11", "n10", "n9", "n8");
    assertThat(of("gone", many, 1, 0)).isEmpty();
    assertThat(of("item", Map.of(), 1, 0)).isEmpty();
  }

  private List<MovingNeighbor> of(String item, Map<String, Float> shares, float x, float y) {
    return MovingNeighbors.of(
        world.stores().catalog(), new Middle(), item, shares, new float[] {x, y});
  }
}
