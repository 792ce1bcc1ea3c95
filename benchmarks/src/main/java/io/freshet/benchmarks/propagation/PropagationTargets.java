package io.freshet.benchmarks.propagation;

import io.freshet.benchmarks.Target;
import io.freshet.benchmarks.propagation.PropagationReport.BatchingReport;
import io.freshet.benchmarks.propagation.PropagationReport.GraphReport;
import io.freshet.benchmarks.propagation.PropagationReport.JobReport;
import java.util.ArrayList;
import java.util.List;

/** What propagation is to reach, judged by what was measured. */
final class PropagationTargets {
  /** D3-GNN's edges per second, on our machine, at the first of the settings below. */
  private static final double PEER = 7_000;

  private static final int PEER_ITEMS = 20_000;
  private static final int PEER_DIMENSIONS = 64;
  private static final double EXACT_TIMES = 10;
  private static final double DEFAULT_TIMES = 25;
  private static final double LOOSE_TIMES = 50;
  private static final double MEAN_COSINE_ERROR = .01;
  private static final double FULL_PASS_TIMES = 20;
  private static final double BOOTSTRAP = 5_000;
  private static final double BATCHING_TIMES = 20;

  private PropagationTargets() {}

  static List<Target> of(List<GraphReport> graphs) {
    List<Target> targets = new ArrayList<>();
    for (GraphReport graph : graphs) {
      String where = "%s %d x %d: ".formatted(graph.name(), graph.items(), graph.dimensions());
      boolean isPeers =
          graph.name().equals("log-uniform")
              && graph.items() == PEER_ITEMS
              && graph.dimensions() == PEER_DIMENSIONS;
      for (JobReport job : graph.jobs()) {
        String name = where + job.thresholds().name();
        if (isPeers) {
          speed(targets, name, job);
        }
        accuracy(targets, name, job);
        cost(targets, name, graph, job);
      }
      BatchingReport batching = graph.batching();
      if (batching != null) {
        targets.add(
            Target.atLeast(where + "batches, times one by one", BATCHING_TIMES, batching.times()));
      }
    }
    return targets;
  }

  private static void speed(List<Target> targets, String name, JobReport job) {
    Thresholds thresholds = job.thresholds();
    double times = 0;
    if (thresholds.isExact()) {
      times = EXACT_TIMES;
    } else if (thresholds.equals(Thresholds.DEFAULT)) {
      times = DEFAULT_TIMES;
    } else if (thresholds.equals(Thresholds.LOOSE)) {
      times = LOOSE_TIMES;
    }
    if (times > 0) {
      double rate = job.sustained().onTime() ? job.sustained().edgesPerSecond() : 0;
      targets.add(Target.atLeast(name + ", on time, times D3-GNN", times, rate / PEER));
    }
    targets.add(
        Target.atLeast(
            name + ", bootstrap items per second", BOOTSTRAP, job.bootstrapItemsPerSecond()));
  }

  private static void accuracy(List<Target> targets, String name, JobReport job) {
    if (job.thresholds().equals(Thresholds.DEFAULT) || job.thresholds().equals(Thresholds.LOOSE)) {
      targets.add(
          Target.below(
              name + ", mean cosine error", MEAN_COSINE_ERROR, job.errors().cosine().mean()));
    }
  }

  private static void cost(List<Target> targets, String name, GraphReport graph, JobReport job) {
    Window window = job.onePercent();
    if (window != null) {
      targets.add(
          Target.atLeast(
              name + ", 1 % of edges a round, times less CPU than a full pass",
              FULL_PASS_TIMES,
              graph.fullPass().cpuSeconds() / window.cpuSecondsPerRound()));
    }
  }
}
