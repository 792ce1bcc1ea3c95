package io.freshet.server.evaluation.replay;

import static java.util.Objects.requireNonNull;

import io.freshet.server.evaluation.EvaluationData;
import io.freshet.server.evaluation.Query;
import io.freshet.server.evaluation.RefreshableScorer;
import io.freshet.server.evaluation.RefreshableScorer.Refresh;
import io.freshet.server.evaluation.Scorer;
import io.freshet.server.snapshot.EventLog;
import io.freshet.server.snapshot.Histories;
import io.freshet.server.snapshot.Snapshot;
import java.time.Duration;
import java.util.Optional;

/**
 * The time after the split, replayed for one arm after the other. Each target is ranked among all
 * items, also those that nobody had yet, but for those that its user had before (in sessions: had
 * earlier in the session). Of equal scores the smaller item number comes first.
 */
public final class Replay {
  private final EvaluationData data;
  private final Histories histories;
  private final Targets targets;
  private final Ticks ticks;

  /**
   * Of some data.
   *
   * @param tickEvents events between two ticks
   * @param sessionGap longest pause within a session, where the items of sessions are to be
   *     foreseen; empty for the items that are new to their users
   */
  public Replay(EvaluationData data, int tickEvents, Optional<Duration> sessionGap) {
    this.data = requireNonNull(data, "data is null");
    histories = new Histories(data.events());
    targets = Targets.of(data, histories, sessionGap);
    ticks = Ticks.of(data, tickEvents);
  }

  /** What is foreseen. */
  Targets targets() {
    return targets;
  }

  /** Number of targets. */
  public int size() {
    return targets.size();
  }

  /** Ranks every target with a fitted scorer. */
  public ArmOutcome run(Scorer scorer, Arm arm) {
    Refreshes refreshes = new Refreshes(scorer, arm);
    int[] ranks = new int[targets.size()];
    float[] scores = new float[data.items().size()];
    boolean[] masked = new boolean[data.items().size()];
    for (int target = 0; target < ranks.length; target++) {
      int event = targets.event(target);
      Snapshot snapshot = refreshes.at(ticks.tick(event));
      scorer.score(query(event, arm, snapshot), scores);
      ranks[target] = rank(target, scores, masked);
    }
    return new ArmOutcome(
        arm, ranks, refreshes.count, refreshes.embeddedShare(), refreshes.sentShare());
  }

  private Query query(int event, Arm arm, Snapshot snapshot) {
    EventLog events = data.events();
    long moment = arm.history() == Arm.History.LIVE ? events.time(event) : data.splitAt();
    return Query.before(histories, events.user(event), moment, snapshot);
  }

  private int rank(int number, float[] scores, boolean[] masked) {
    int target = targets.item(number);
    mark(number, masked, true);
    int rank = 1;
    float score = scores[target];
    for (int item = 0; item < scores.length; item++) {
      boolean isBefore = scores[item] > score || (scores[item] == score && item < target);
      rank += isBefore && !masked[item] ? 1 : 0;
    }
    mark(number, masked, false);
    return rank;
  }

  private void mark(int number, boolean[] masked, boolean value) {
    int event = targets.event(number);
    for (int k = targets.maskedFrom(number); histories.event(k) < event; k++) {
      masked[data.events().item(histories.event(k))] = value;
    }
  }

  /** Refreshes a scorer as time goes on. */
  private final class Refreshes {
    private final Scorer scorer;
    private final Arm arm;
    private int tick;
    private Snapshot snapshot;
    private int count;
    private double embedded;
    private double sent;

    Refreshes(Scorer scorer, Arm arm) {
      this.scorer = scorer;
      this.arm = arm;
      snapshot = ticks.snapshot(0);
      if (scorer instanceof RefreshableScorer refreshable) {
        // Every arm starts from exact vectors of the split.
        refreshable.refresh(snapshot, RefreshableScorer.Bounds.EXACT);
      }
    }

    /** The snapshot to use at a tick; ticks are visited in order, each passed one counts. */
    Snapshot at(int newTick) {
      while (tick < newTick) {
        tick++;
        Snapshot newest = ticks.snapshot(tick);
        if (newest.asOf() - snapshot.asOf() >= Math.max(1, arm.refreshEvery().toMillis())) {
          refresh(newest);
        }
      }
      return snapshot;
    }

    private void refresh(Snapshot newest) {
      snapshot = newest;
      count++;
      if (scorer instanceof RefreshableScorer refreshable) {
        Refresh done = refreshable.refresh(newest, arm.bounds());
        embedded += done.embedded() / (double) done.items();
        sent += done.sent() / (double) done.items();
      }
    }

    double embeddedShare() {
      return scorer instanceof RefreshableScorer && count > 0 ? embedded / count : Double.NaN;
    }

    double sentShare() {
      return scorer instanceof RefreshableScorer && count > 0 ? sent / count : Double.NaN;
    }
  }
}
