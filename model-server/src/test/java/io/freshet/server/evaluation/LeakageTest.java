package io.freshet.server.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.server.evaluation.TinyWorld.Event;
import io.freshet.server.evaluation.baseline.Ease;
import io.freshet.server.evaluation.baseline.ItemNeighbors;
import io.freshet.server.evaluation.baseline.PopularNeighbors;
import io.freshet.server.evaluation.baseline.Popularity;
import io.freshet.server.evaluation.baseline.RecentPopularity;
import io.freshet.server.evaluation.baseline.TextNeighbors;
import io.freshet.server.snapshot.Histories;
import io.freshet.server.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What happens from the split on changes nothing that was learned or chosen before it. */
final class LeakageTest {
  private static final int USERS = 40;
  private static final int ITEMS = 60;

  private final List<Event> events = TinyWorld.tastes(USERS, ITEMS, 30, 5);
  private final EvaluationData data = TinyWorld.data(USERS, ITEMS, events);

  private static final List<Contender> CONTENDERS =
      List.of(
          Popularity.allTime(),
          new RecentPopularity(),
          new TextNeighbors(),
          new ItemNeighbors(),
          new PopularNeighbors(),
          new Ease(10, 100, 2));

  @Test
  void permutingTheItemsFromTheSplitOnChangesNoScore() {
    EvaluationData permuted = TinyWorld.data(USERS, ITEMS, permuted());
    assertThat(permuted.splitAt()).isEqualTo(data.splitAt());
    assertThat(permuted.events().item(data.events().size() - 1))
        .isNotEqualTo(data.events().item(data.events().size() - 1));
    for (Contender contender : CONTENDERS) {
      assertThat(scores(contender, permuted))
          .as(contender.name())
          .isDeepEqualTo(scores(contender, data));
    }
  }

  /** The test above can fail: an event more before the split changes scores. */
  @Test
  void anEventMoreBeforeTheSplitChangesScores() {
    List<Event> more = new ArrayList<>(events);
    for (int user = 0; user < USERS; user++) {
      more.add(new Event(user, 59, data.splitAt() - 1));
    }
    EvaluationData changed =
        new EvaluationData(
            "more",
            data.items(),
            TinyWorld.log(USERS, more),
            data.splitAt(),
            () -> TinyWorld.source(TinyWorld.log(USERS, more), ITEMS),
            2);
    for (Contender contender : CONTENDERS) {
      assertThat(Arrays.deepEquals(scores(contender, changed), scores(contender, data)))
          .as(contender.name())
          .isFalse();
    }
  }

  @Test
  void theTrainingSetHoldsNothingFromTheSplitOn() {
    TrainingSet set = data.trainingSet(0);
    assertThat(set.events().time(set.events().size() - 1)).isLessThan(data.splitAt());
    assertThat(set.validation().at()).isLessThan(data.splitAt());
    assertThatThrownBy(() -> set.snapshots().get().at(data.splitAt() + 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("future");
  }

  private List<Event> permuted() {
    SplittableRandom random = new SplittableRandom(9);
    int[] renamed = new int[ITEMS];
    for (int item = 0; item < ITEMS; item++) {
      int other = random.nextInt(item + 1);
      renamed[item] = renamed[other];
      renamed[other] = item;
    }
    return events.stream()
        .map(
            event ->
                event.time() < data.splitAt()
                    ? event
                    : new Event(event.user(), renamed[event.item()], event.time()))
        .toList();
  }

  /** Scores of the queries of all users at the split. */
  private static float[][] scores(Contender contender, EvaluationData data) {
    Snapshot snapshot = data.snapshots().get().at(data.splitAt());
    Histories histories = new Histories(data.events());
    float[][] all = new float[USERS][ITEMS];
    try (Scorer scorer = contender.fit(data.trainingSet(3))) {
      for (int user = 0; user < USERS; user++) {
        scorer.score(Query.before(histories, user, data.splitAt(), snapshot), all[user]);
      }
    }
    return all;
  }
}
