package io.freshet.server.evaluation.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.freshet.server.evaluation.Bootstrap;
import io.freshet.server.evaluation.Contender;
import io.freshet.server.evaluation.EvaluationData;
import io.freshet.server.evaluation.Query;
import io.freshet.server.evaluation.RefreshableScorer;
import io.freshet.server.evaluation.Scorer;
import io.freshet.server.evaluation.Seeds;
import io.freshet.server.evaluation.TinyWorld;
import io.freshet.server.evaluation.TinyWorld.Event;
import io.freshet.server.evaluation.TrainingSet;
import io.freshet.server.evaluation.baseline.Popularity;
import io.freshet.server.snapshot.EventLog;
import io.freshet.server.snapshot.Snapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReplayTest {
  private static final int USERS = 30;
  private static final int ITEMS = 50;
  private static final int TICK = 10;
  private static final long DAY_MILLIS = 86_400_000;

  private final EvaluationData data = TinyWorld.data(USERS, ITEMS, waves());

  /** Everybody takes items near the one that is in fashion that day, which moves on. */
  private static List<Event> waves() {
    SplittableRandom random = new SplittableRandom(8);
    List<Event> events = new ArrayList<>();
    for (int day = 0; day < 40; day++) {
      for (int user = 0; user < USERS; user++) {
        int item = (day + random.nextInt(8)) % ITEMS;
        events.add(new Event(user, item, day * DAY_MILLIS + user * 1_000L));
      }
    }
    return events;
  }

  @Test
  void ranksAreThoseOfThePlainCountsAtTheLastTick() {
    Replay replay = new Replay(data, TICK, Optional.empty());
    ArmOutcome outcome = replay.run(Popularity.allTime().fit(data.trainingSet(0)), Arm.CONTINUOUS);
    EventLog events = data.events();
    int split = events.countBefore(data.splitAt());
    int target = 0;
    for (int event = split; event < events.size(); event++) {
      Set<Integer> had = itemsBefore(events, event);
      if (!had.contains(events.item(event))) {
        int tick = split + (event - split) / TICK * TICK;
        assertThat(outcome.ranks()[target++])
            .isEqualTo(rank(events, event, had, events.time(tick)));
      }
    }
    assertThat(target).isEqualTo(replay.size()).isGreaterThan(30);
  }

  /** Sessions of a small log, written down by hand. */
  @Test
  void inSessionsWhatTheUserHadBeforeIsForeseenTooButNoEcho() {
    List<Event> events = new ArrayList<>();
    for (int day = 0; day < 9; day++) {
      events.add(new Event(0, day % 3, day * DAY_MILLIS));
      events.add(new Event(1, 5, day * DAY_MILLIS + 1));
    }
    long session = 9 * DAY_MILLIS;
    // Known before, new, an echo of the known one; a day later the one met meanwhile, and a new
    // one.
    int[] items = {1, 7, 1, 7, 8};
    long[] times = {session, session + 60_000, session + 120_000, 2 * session, 2 * session + 1};
    for (int k = 0; k < items.length; k++) {
      events.add(new Event(0, items[k], times[k]));
    }
    EventLog log = TinyWorld.log(2, events);
    EvaluationData sessions =
        new EvaluationData(
            "sessions", TinyWorld.items(10), log, session, () -> TinyWorld.source(log, 10), 1);
    ReplayReport report =
        new ReplayEvaluation(
                sessions,
                1,
                Optional.of(Duration.ofMinutes(30)),
                Optional.empty(),
                Bootstrap.defaults(),
                line -> {})
            .run(List.of(Popularity.allTime()), List.of(Arm.CONTINUOUS), Seeds.upTo(1));
    assertThat(report.sessionGapSeconds()).isEqualTo(1_800);
    assertThat(report.familiarity())
        .containsExactly(
            Map.entry("new to the user", 2),
            Map.entry("met since the split", 1),
            Map.entry("had before the split", 1));
    // Within a session its items are not ranked again; others that the user had are.
    ArmOutcome outcome =
        new Replay(sessions, 1, Optional.of(Duration.ofMinutes(30)))
            .run(Popularity.allTime().fit(sessions.trainingSet(0)), Arm.CONTINUOUS);
    assertThat(outcome.ranks()).containsExactly(3, 7, 5, 8);
  }

  private static Set<Integer> itemsBefore(EventLog events, int event) {
    Set<Integer> had = new HashSet<>();
    for (int earlier = 0; earlier < event; earlier++) {
      if (events.user(earlier) == events.user(event)) {
        had.add(events.item(earlier));
      }
    }
    return had;
  }

  private static int rank(EventLog events, int event, Set<Integer> had, long asOf) {
    int[] counts = new int[ITEMS];
    for (int earlier = 0; earlier < events.size(); earlier++) {
      counts[events.item(earlier)] += events.time(earlier) < asOf ? 1 : 0;
    }
    int target = events.item(event);
    int rank = 1;
    for (int item = 0; item < ITEMS; item++) {
      boolean isBefore =
          counts[item] > counts[target] || (counts[item] == counts[target] && item < target);
      rank += isBefore && !had.contains(item) ? 1 : 0;
    }
    return rank;
  }

  @Test
  void whoeverFollowsTheFashionSeesMoreThanWhoeverIsFrozen() {
    Contender recent = new Popularity("recent", 2);
    ReplayReport report =
        evaluation(TICK, Optional.empty()).run(List.of(recent), Arm.all(), Seeds.upTo(3));
    assertThat(report.rows())
        .extracting(ReplayReport.Row::arm)
        .containsExactly("frozen", "live history", "weekly", "daily", "continuous");
    ReplayReport.Row frozen = report.rows().get(0);
    ReplayReport.Row continuous = report.rows().get(4);
    assertThat(continuous.hitRate().mean()).isGreaterThan(frozen.hitRate().mean() + 0.1);
    assertThat(continuous.hitRateGain().excludesZero()).isTrue();
    assertThat(report.rows().get(1).hitRateGain().mean()).isEqualTo(0);
    assertThat(continuous.hitRateGain().mean())
        .isCloseTo(continuous.hitRate().mean() - frozen.hitRate().mean(), within(1e-12));
    assertThat(continuous.curve()).hasSize(20);
    assertThat(report.targets()).isGreaterThan(report.risen()).isGreaterThan(report.fresh());
  }

  @Test
  void refreshesComeWhenTheyAreDueAndQueriesHaveTheirSnapshot() {
    Watched watched = new Watched();
    Replay replay = new Replay(data, TICK, Optional.empty());
    int ticks = Ticks.of(data, TICK).size() - 1;
    assertThat(replay.run(watched, Arm.FROZEN).refreshes()).isEqualTo(0);
    assertThat(watched.moments).allMatch(moment -> moment == data.splitAt());
    assertThat(replay.run(watched, Arm.LIVE_HISTORY).refreshes()).isEqualTo(0);
    assertThat(watched.moments.get(watched.moments.size() - 1)).isGreaterThan(data.splitAt());
    assertThat(replay.run(watched, Arm.CONTINUOUS).refreshes()).isEqualTo(ticks);
    // Four days after the split; ticks are a third of a day.
    Arm daily =
        new Arm("daily", Arm.History.LIVE, Duration.ofDays(1), RefreshableScorer.Bounds.EXACT);
    assertThat(replay.run(watched, daily).refreshes()).isBetween(2, 4);
    ArmOutcome bounded = replay.run(watched, Arm.bounded(0.1, 0.05));
    assertThat(watched.bounds).isEqualTo(new RefreshableScorer.Bounds(0.1, 0.05));
    assertThat(bounded.embedded()).isCloseTo(0.5, within(1e-12));
    assertThat(bounded.sent()).isCloseTo(0.2, within(1e-12));
  }

  /** Remembers what it was told, and says that it embeds half of the items. */
  private static final class Watched implements RefreshableScorer {
    private final List<Long> moments = new ArrayList<>();
    private @Nullable Snapshot refreshed;
    private Bounds bounds = Bounds.EXACT;

    @Override
    public Refresh refresh(Snapshot snapshot, Bounds newBounds) {
      refreshed = snapshot;
      bounds = newBounds;
      return new Refresh(10, 5, 2);
    }

    @Override
    public void score(Query query, float[] scores) {
      assertThat(query.snapshot()).isSameAs(refreshed);
      assertThat(Arrays.stream(query.times())).allMatch(time -> time < query.moment());
      assertThat(query.snapshot().asOf()).isLessThanOrEqualTo(Math.max(query.moment(), 0));
      moments.add(query.moment());
    }
  }

  /** What a scorer of the training set alone must not see. */
  @Test
  void fittingSeesNothingOfTheReplay() {
    List<Integer> sizes = new ArrayList<>();
    Contender spy =
        new Contender() {
          @Override
          public String name() {
            return "spy";
          }

          @Override
          public Scorer fit(TrainingSet set) {
            sizes.add(set.events().size());
            return (query, scores) -> {};
          }
        };
    evaluation(TICK, Optional.empty()).run(List.of(spy), List.of(Arm.CONTINUOUS), Seeds.upTo(2));
    int before = data.events().countBefore(data.splitAt());
    assertThat(sizes).containsExactly(before, before);
  }

  private ReplayEvaluation evaluation(int tick, Optional<Path> keeping) {
    return new ReplayEvaluation(
        data, tick, Optional.empty(), keeping, Bootstrap.defaults(), line -> {});
  }

  @Test
  void eachContenderIsSetAgainstThoseBeforeItTargetByTarget() {
    ReplayReport report =
        evaluation(TICK, Optional.empty())
            .run(
                List.of(Popularity.allTime(), new Popularity("recent", 2)),
                List.of(Arm.FROZEN, Arm.CONTINUOUS),
                Seeds.upTo(1));
    assertThat(report.lifts())
        .extracting(ReplayReport.Lift::arm, ReplayReport.Lift::slice)
        .containsExactly(
            tuple("frozen", "all"),
            tuple("frozen", "risen"),
            tuple("frozen", "new"),
            tuple("continuous", "all"),
            tuple("continuous", "risen"),
            tuple("continuous", "new"));
    ReplayReport.Row all = report.rows().get(1);
    ReplayReport.Row recent = report.rows().get(3);
    assertThat(report.lifts())
        .allSatisfy(
            lift -> {
              assertThat(lift.contender()).isEqualTo("recent");
              assertThat(lift.over()).isEqualTo(all.contender());
            });
    assertThat(report.lifts().get(3).hitRate().mean())
        .isCloseTo(recent.hitRate().mean() - all.hitRate().mean(), within(1e-12));
    assertThat(report.lifts().get(4).hitRate().mean())
        .isCloseTo(recent.risenHitRate().mean() - all.risenHitRate().mean(), within(1e-12));
    assertThat(report.lifts().get(5).hitRate().mean())
        .isCloseTo(recent.freshHitRate().mean() - all.freshHitRate().mean(), within(1e-12));
  }

  @Test
  void whatIsKeptIsNotFittedAgainAndReportsTheSame(@TempDir Path directory) {
    AtomicInteger fits = new AtomicInteger();
    Contender counted =
        new Contender() {
          @Override
          public String name() {
            return "counted";
          }

          @Override
          public Scorer fit(TrainingSet set) {
            fits.incrementAndGet();
            return Popularity.allTime().fit(set);
          }
        };
    ReplayReport first =
        evaluation(TICK, Optional.of(directory)).run(List.of(counted), Arm.all(), new Seeds(1, 1));
    ReplayReport both =
        evaluation(TICK, Optional.of(directory)).run(List.of(counted), Arm.all(), new Seeds(0, 2));
    ReplayReport again =
        evaluation(TICK, Optional.of(directory)).run(List.of(counted), Arm.all(), new Seeds(0, 2));
    assertThat(fits).hasValue(2);
    assertThat(again).isEqualTo(both);
    assertThat(both.rows().get(0).hitRate()).isEqualTo(first.rows().get(0).hitRate());
    assertThatThrownBy(
            () ->
                evaluation(2 * TICK, Optional.of(directory))
                    .run(List.of(counted), Arm.all(), Seeds.upTo(1)))
        .hasMessageContaining("name another directory");
  }
}
