package io.freshet.benchmarks.retrieval;

import io.freshet.benchmarks.Target;
import io.freshet.benchmarks.retrieval.RetrievalReport.ContenderReport;
import io.freshet.benchmarks.retrieval.RetrievalReport.HttpReport;
import io.freshet.benchmarks.retrieval.RetrievalReport.SetReport;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What retrieval is to reach on two cores, judged by what was measured. */
final class RetrievalTargets {
  private static final double RECALL = .95;
  private static final double UPSERTS_PER_SECOND = 30_000;
  private static final double P50_MILLIS = .5;
  private static final double TIMES_LIBRARIES = 20;
  private static final double HTTP_P99_MILLIS = 10;
  private static final double HTTP_RATE_KEPT = .99;

  private RetrievalTargets() {}

  /** Targets of every set, and of the whole server where it was measured. */
  static List<Target> of(List<SetReport> sets, @Nullable HttpReport http) {
    List<Target> targets = new ArrayList<>();
    for (SetReport set : sets) {
      set.contenders().stream()
          .filter(it -> it.name().equals(FreshetContender.IVF))
          .forEach(ours -> add(targets, set, ours));
    }
    if (http != null) {
      targets.add(Target.below("recommend over HTTP: p99 ms", HTTP_P99_MILLIS, http.p99Millis()));
      targets.add(
          Target.atLeast(
              "recommend over HTTP: answers per offered request",
              HTTP_RATE_KEPT,
              http.answeredPerSecond() / http.offeredPerSecond()));
      targets.add(
          Target.atLeast(
              "recommend over HTTP: applied per offered upsert",
              HTTP_RATE_KEPT,
              http.appliedPerSecond() / http.upsertsPerSecond()));
    }
    return targets;
  }

  private static void add(List<Target> targets, SetReport set, ContenderReport ours) {
    String prefix = "%s, %d: ".formatted(set.set(), set.items());
    targets.add(Target.atLeast(prefix + "recall at 10", RECALL, ours.recallAt10()));
    targets.add(
        Target.atLeast(
            prefix + "upserts per second", UPSERTS_PER_SECOND, ours.upserts().perSecond()));
    targets.add(Target.below(prefix + "query p50 ms", P50_MILLIS, ours.searches().p50Millis()));
    double upserts = best(set, it -> it.upserts().perSecond());
    if (!Double.isNaN(upserts)) {
      targets.add(
          Target.atLeast(
              prefix + "times the fastest library's upserts",
              TIMES_LIBRARIES,
              ours.upserts().perSecond() / upserts));
      double searches = best(set, it -> it.searchesWhileUpserted().rate().perSecond());
      targets.add(
          Target.atLeast(
              prefix + "times the fastest library's queries while upserted",
              1,
              ours.searchesWhileUpserted().rate().perSecond() / searches));
      double equally = best(set, it -> it.searchesWhileEquallyUpserted().rate().perSecond());
      targets.add(
          Target.atLeast(
              prefix
                  + "times the fastest library's queries while %d a second are upserted"
                      .formatted(Measuring.EQUAL_UPSERTS),
              1,
              ours.searchesWhileEquallyUpserted().rate().perSecond() / equally));
    }
  }

  /** The best of the libraries; not a number where none was measured. */
  private static double best(SetReport set, ToDoubleFunction<ContenderReport> figure) {
    return set.contenders().stream()
        .filter(ContenderReport::peer)
        .mapToDouble(figure)
        .max()
        .orElse(Double.NaN);
  }
}
