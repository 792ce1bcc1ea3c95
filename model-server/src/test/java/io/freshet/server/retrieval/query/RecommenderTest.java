package io.freshet.server.retrieval.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.freshet.server.retrieval.index.History;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RecommenderTest {
  private static final Page TEN = new Page(10, Set.of());

  private final World world =
      new World()
          .item("north", "track", 0, 1)
          .item("northeast", "track", .6f, .8f)
          .item("east", "podcast", 1, 0)
          .item("south", "track", 0, -1)
          .user("ann", "north");
  private final Recommender recommender = world.recommender();

  @Test
  void personalAnswerIsOrderedByCosineAndLeavesOutWhatWasSeen() {
    Answer answer = recommender.recommend("ann", TEN, Seen.EXCLUDED);
    assertThat(answer.source()).isEqualTo(Source.PERSONAL);
    assertThat(ids(answer)).containsExactly("northeast", "east", "south");
    assertThat(answer.items().get(0).score()).isCloseTo(.8, within(1e-6));
    assertThat(answer.items().get(0).title()).isEqualTo("Title of northeast");
    assertThat(answer.index()).isEqualTo(new IndexState("r1", 3, 4, 42, 7));
  }

  @Test
  void seenItemsComeWhenAskedFor() {
    assertThat(ids(recommender.recommend("ann", new Page(1, Set.of()), Seen.INCLUDED)))
        .containsExactly("north");
  }

  @Test
  void typesFilterAndFillThePage() {
    assertThat(ids(recommender.recommend("ann", new Page(1, Set.of("podcast")), Seen.EXCLUDED)))
        .containsExactly("east");
  }

  @Test
  void itemTakenDownDisappearsAtOnceFromEveryAnswer() {
    world.popularity("northeast", "track", 9);
    world.stores().catalog().delete("northeast", 0);
    assertThat(ids(recommender.recommend("ann", TEN, Seen.EXCLUDED))).doesNotContain("northeast");
    assertThat(ids(recommender.recommend("nobody", TEN, Seen.EXCLUDED)))
        .doesNotContain("northeast");
    assertThat(ids(recommender.neighbors("north", TEN).orElseThrow())).doesNotContain("northeast");
    assertThat(recommender.neighbors("northeast", TEN)).isEmpty();
    assertThat(recommender.item("northeast")).isEmpty();
  }

  @Test
  void playChangesTheNextAnswer() {
    world.stores().histories().put("ann", new History(List.of("south"), Set.of("south")), 2);
    assertThat(ids(recommender.recommend("ann", TEN, Seen.EXCLUDED)).get(0)).isEqualTo("east");
  }

  @Test
  void newVectorOfAHistoryItemChangesTheNextAnswer() {
    world.item("north", "track", 1, 0);
    assertThat(ids(recommender.recommend("ann", TEN, Seen.EXCLUDED)).get(0)).isEqualTo("east");
  }

  @Test
  void unknownUserGetsPopularItemsThenFreshOnes() {
    world.popularity("south", "track", 2).popularity("east", "podcast", 5);
    world.popularity("ghost", "track", 99);
    Answer answer = recommender.recommend("nobody", TEN, Seen.EXCLUDED);
    assertThat(answer.source()).isEqualTo(Source.POPULAR);
    assertThat(ids(answer)).startsWith("east", "south").hasSize(4).doesNotHaveDuplicates();
    assertThat(answer.items().get(0).score()).isCloseTo(5, within(1e-6));
  }

  @Test
  void userWithOnlySkipsGetsPopularItemsWithoutTheSkippedOnes() {
    world.popularity("south", "track", 2).popularity("east", "podcast", 5);
    world.stores().histories().put("bob", new History(List.of(), Set.of("east")), 1);
    Answer answer = recommender.recommend("bob", TEN, Seen.EXCLUDED);
    assertThat(answer.source()).isEqualTo(Source.POPULAR);
    assertThat(ids(answer)).startsWith("south").doesNotContain("east");
  }

  @Test
  void popularAnswerObeysTypes() {
    world.popularity("south", "track", 2).popularity("east", "podcast", 5);
    assertThat(ids(recommender.recommend("nobody", new Page(9, Set.of("track")), Seen.INCLUDED)))
        .startsWith("south")
        .hasSize(3)
        .doesNotContain("east");
  }

  @Test
  void neighborsLeaveOutTheItemItself() {
    assertThat(ids(recommender.neighbors("north", TEN).orElseThrow()))
        .containsExactly("northeast", "east", "south");
    assertThat(recommender.neighbors("unknown", TEN)).isEmpty();
  }

  @Test
  void nothingIsAnsweredBeforeAnIndexServes() {
    Recommender early = world.recommender(Optional::empty);
    assertThatThrownBy(() -> early.recommend("ann", TEN, Seen.EXCLUDED))
        .isInstanceOf(NotReadyException.class);
  }

  @Test
  void limitIsBounded() {
    assertThatThrownBy(() -> new Page(0, Set.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Page(1001, Set.of())).isInstanceOf(IllegalArgumentException.class);
  }

  private static List<String> ids(Answer answer) {
    return answer.items().stream().map(ScoredItem::id).toList();
  }
}
