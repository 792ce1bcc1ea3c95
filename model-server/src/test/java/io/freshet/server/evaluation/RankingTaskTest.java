package io.freshet.server.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.server.evaluation.TinyWorld.Event;
import io.freshet.server.snapshot.EventLog;
import io.freshet.server.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A world of five items and four users, ranked by hand; the moment is 100. */
final class RankingTaskTest {
  private static final int ITEMS = 5;
  private static final long AT = 100;

  /** Users 0 to 2 had items 0 and 1; item 2 had two users, item 3 one, item 4 none. */
  private final EventLog events =
      TinyWorld.log(
          4,
          List.of(
              new Event(0, 0, 1),
              new Event(0, 1, 2),
              new Event(1, 0, 3),
              new Event(1, 1, 4),
              new Event(1, 2, 5),
              new Event(2, 0, 6),
              new Event(2, 1, 7),
              new Event(2, 2, 8),
              new Event(3, 3, 9),
              // From the moment on.
              new Event(0, 0, 100),
              new Event(0, 2, 101),
              new Event(0, 4, 102),
              new Event(0, 2, 103),
              new Event(3, 2, 104),
              new Event(3, 1, 105),
              new Event(1, 4, 106)));

  private final Snapshot snapshot = TinyWorld.source(events, ITEMS).at(AT);

  /** Scores item k with k. */
  private static void byNumber(Query query, float[] scores) {
    for (int item = 0; item < scores.length; item++) {
      scores[item] = item;
    }
  }

  @Test
  void targetsAreWarmItemsThatAreNewToTheUser() {
    RankingTask task = RankingTask.warm(events, ITEMS, AT, 2, 0);
    assertThat(task.candidates()).isEqualTo(3);
    Ranking ranking = task.rank(RankingTaskTest::byNumber, snapshot);
    // User 0: item 2, once. User 3: items 2 and 1. User 1 has a cold one only, user 2 none.
    assertThat(ranking.rows()).isEqualTo(2);
    assertThat(ranking.user(0)).isEqualTo(0);
    assertThat(ranking.user(1)).isEqualTo(3);
    assertThat(ranking.targets()).isEqualTo(3);
    // Item 2 is first for both; for user 3, item 1 is second of 2, 1, 0.
    assertThat(ranking.values(Metric.MRR_100)).containsExactly(1, 1);
    Ranking second = ranking.slice((user, target) -> target == 1);
    assertThat(second.rows()).isEqualTo(1);
    assertThat(second.values(Metric.MRR_100)).containsExactly(0.5);
    // User 0 is recommended item 2 alone, user 3 all three.
    assertThat(ranking.coverage()).isEqualTo(1);
    assertThat(ranking.slice((user, target) -> user == 0).coverage())
        .isCloseTo(1 / 3.0, within(1e-12));
  }

  @Test
  void aUserWithTooFewEventsIsLeftOut() {
    Ranking ranking =
        RankingTask.warm(events, ITEMS, AT, 2, 2).rank(RankingTaskTest::byNumber, snapshot);
    assertThat(ranking.rows()).isEqualTo(1);
    assertThat(ranking.user(0)).isEqualTo(0);
  }

  @Test
  void coldItemsAreRankedAmongAll() {
    Ranking ranking =
        RankingTask.cold(events, ITEMS, AT)
            .rank(
                (query, scores) -> {
                  byNumber(query, scores);
                  scores[4] = 2.5f;
                },
                snapshot);
    assertThat(ranking.rows()).isEqualTo(2);
    assertThat(ranking.targets()).isEqualTo(2);
    // Only item 3 scores more.
    assertThat(ranking.values(Metric.MRR_100)).containsExactly(0.5, 0.5);
  }

  @Test
  void queriesHoldWhatWasStrictlyBeforeTheMoment() {
    List<Query> queries = new ArrayList<>();
    RankingTask.warm(events, ITEMS, AT, 2, 0)
        .rank(
            (query, scores) -> {
              queries.add(query);
              byNumber(query, scores);
            },
            snapshot);
    assertThat(queries.get(0).items()).containsExactly(0, 1);
    assertThat(queries.get(0).times()).containsExactly(1, 2);
    assertThat(queries.get(1).items()).containsExactly(3);
    assertThat(queries).allMatch(query -> query.moment() == AT);
  }

  @Test
  void popularityMatchedShareComparesWithWhatIsAboutAsPopular() {
    Ranking ranking =
        RankingTask.warm(events, ITEMS, AT, 1, 0).rank(RankingTaskTest::byNumber, snapshot);
    // User 0: item 2 against item 3 (0 and 1 are masked): below it. User 3: item 2 against item 0
    // (1 is a target, 3 masked), above it; item 1 against item 0, above it.
    assertThat(ranking.matchedValues()).containsExactly(0, 1);
  }
}
