package io.freshet.benchmarks.graph;

import io.freshet.benchmarks.Target;
import io.freshet.benchmarks.graph.GraphReport.JobReport;
import io.freshet.benchmarks.graph.GraphReport.TrafficReport;
import java.util.ArrayList;
import java.util.List;

/** What the interaction graph job is to reach, judged by what was measured. */
final class Targets {
  private static final double SPEEDUP = 4;
  private static final double INCREMENTS_PER_SECOND = 1_000_000;
  private static final double OVERLAP = 0.98;

  private Targets() {}

  /** One target of each kind per traffic that was measured for it. */
  static List<Target> of(List<TrafficReport> reports) {
    List<Target> targets = new ArrayList<>();
    for (TrafficReport report : reports) {
      if (!Double.isNaN(report.speedup())) {
        targets.add(Target.atLeast(report.name() + ": times per-event", SPEEDUP, report.speedup()));
      }
      for (JobReport job : report.jobs()) {
        if (job.name().equals(Contender.FRESHET)) {
          targets.add(
              Target.atLeast(
                  report.name() + ": edge increments per second",
                  INCREMENTS_PER_SECOND,
                  job.incrementsPerSecond()));
        }
      }
      if (report.topOverlap() != null) {
        targets.add(
            Target.atLeast(report.name() + ": top-K overlap", OVERLAP, report.topOverlap()));
      }
    }
    return targets;
  }
}
