package io.freshet.server.retrieval.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.server.retrieval.index.Vectors;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ExplanationsTest {
  private static final Page TEN = new Page(10, Set.of());

  private final World world =
      new World()
          .item("north", "track", 0, 1)
          .item("northeast", "track", .6f, .8f)
          .item("east", "podcast", 1, 0)
          .item("south", "track", 0, -1)
          .user("ann", "north", "east", "gone", "north");
  private final Recommender recommender = world.recommender();

  @Test
  void contributionIsTheScoreLessTheScoreWithoutThePlay() {
    Answer answer = recommender.recommend("ann", TEN, Seen.EXCLUDED, Explain.PLAYS);
    assertThat(answer.items().get(0).id()).isEqualTo("northeast");
    Explanation because = answer.because().get(0).orElseThrow();
    assertThat(because.popularity()).isZero();

    // Weights: north 1, east 0.9, north again 0.81.
    double whole = cosine(unit(.9f, 1.81f));
    assertThat(answer.items().get(0).score()).isCloseTo(whole, within(1e-6));
    assertThat(because.plays()).extracting(Explanation.Play::id).containsExactly("north", "east");
    assertPlay(because.plays().get(1), "Title of east", whole - cosine(unit(0, 1)), .6);
    assertPlay(because.plays().get(0), "Title of north", whole - cosine(unit(1, 0)), .8);
  }

  @Test
  void playsThatMovedAnItemDownAreNotNamed() {
    Answer answer = recommender.recommend("ann", TEN, Seen.EXCLUDED, Explain.PLAYS);
    Explanation because = answer.because().get(1).orElseThrow();
    assertThat(answer.items().get(1).id()).isEqualTo("south");
    assertThat(because.plays()).extracting(Explanation.Play::id).containsExactly("east");
  }

  @Test
  void onlyPlayCarriesTheWholeScore() {
    world.user("bob", "north");
    Answer answer =
        recommender.recommend("bob", new Page(1, Set.of()), Seen.EXCLUDED, Explain.PLAYS);
    Explanation because = answer.because().get(0).orElseThrow();
    assertPlay(because.plays().get(0), "Title of north", .8, .8);
  }

  @Test
  void popularAnswersExplainNothingAndSoDoOthersUnlessAsked() {
    assertThat(recommender.recommend("nobody", TEN, Seen.EXCLUDED, Explain.PLAYS).because())
        .isEqualTo(List.<Optional<Explanation>>of());
    assertThat(recommender.recommend("ann", TEN, Seen.EXCLUDED).because()).isEmpty();
  }

  private static float[] unit(float x, float y) {
    return Vectors.unit(new float[] {x, y});
  }

  private static double cosine(float[] user) {
    return .6 * user[0] + .8 * user[1];
  }

  private static void assertPlay(
      Explanation.Play play, String title, double contribution, double similarity) {
    assertThat(play.title()).isEqualTo(title);
    assertThat(play.contribution()).isCloseTo(contribution, within(1e-6));
    assertThat(play.similarity()).isCloseTo(similarity, within(1e-6));
  }
}
