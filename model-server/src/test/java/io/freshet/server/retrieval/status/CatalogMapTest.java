package io.freshet.server.retrieval.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.retrieval.index.EmbeddingFacts;
import io.freshet.server.retrieval.query.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CatalogMapTest {
  private static final Instant NOW = World.NOW;

  private final World world =
      new World()
          .item("north", "track", 0, 1)
          .item("east", "podcast", 1, 0)
          .item("northeast", "track", .6f, .8f);
  private final CatalogMap map =
      new CatalogMap(world.stores().catalog(), () -> Optional.of(world.generation()));

  @Test
  void itemsHaveTypesAndPlaces() {
    CatalogView view = map.view(NOW).orElseThrow();
    assertThat(view.ids()).containsExactlyInAnyOrder("north", "east", "northeast");
    assertThat(view.types()).containsExactly("podcast", "track");
    assertThat(view.types().get(view.type().get(view.ids().indexOf("east")))).isEqualTo("podcast");
    assertThat(view.x()).hasSize(3).doesNotHaveDuplicates();
    assertThat(map.view(NOW).orElseThrow().number()).isEqualTo(view.number());
  }

  @Test
  void itemThatIsEmbeddedAnewMovesOnce() {
    CatalogView view = map.view(NOW).orElseThrow();
    assertThat(map.turn(NOW).points()).isEmpty();
    refresh("east", .8f, .6f);
    Status.Moves moves = map.turn(NOW);
    assertThat(moves.number()).isEqualTo(view.number());
    assertThat(moves.points()).containsExactly(view.ids().indexOf("east"));
    assertThat(map.turn(NOW).points()).isEmpty();
    assertThat(map.view(NOW).orElseThrow().x().get(moves.points().get(0)))
        .isEqualTo(moves.x().get(0))
        .isNotEqualTo(view.x().get(moves.points().get(0)));
  }

  @Test
  void nothingIsDrawnWhileNobodyLooks() {
    assertThat(map.turn(NOW)).isEqualTo(Status.Moves.NONE);
    long first = map.view(NOW).orElseThrow().number();
    assertThat(map.turn(NOW.plus(Duration.ofMinutes(1))).number()).isEqualTo(first);
    assertThat(map.turn(NOW.plus(Duration.ofMinutes(5)))).isEqualTo(Status.Moves.NONE);
  }

  @Test
  void mapIsDrawnAnewWhenTheIndexHasGrown() {
    long first = map.view(NOW).orElseThrow().number();
    world.item("south", "track", 0, -1).item("west", "track", -1, 0);
    assertThat(map.view(NOW).orElseThrow().number()).isGreaterThan(first);
    assertThat(map.view(NOW).orElseThrow().ids()).hasSize(5);
  }

  @Test
  void sampleIsBoundedAndTheSameHoweverItemsCame() {
    World many = new World();
    for (int i = 0; i < 100; i++) {
      many.item("item-" + i, "track", 1, i);
    }
    World same = new World();
    for (int i = 99; i >= 0; i--) {
      same.item("item-" + i, "track", 1, i);
    }
    ItemSample sample = new ItemSample(10);
    assertThat(sample.of(many.stores().catalog()))
        .hasSize(10)
        .isEqualTo(sample.of(same.stores().catalog()));
  }

  private void refresh(String id, float x, float y) {
    world.generation().index().upsert(id, "podcast", new float[] {x, y}, 2);
    world.generation().facts().put(id, new EmbeddingFacts(2, NOW, false), 2);
  }
}
