package io.freshet.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.cli.data.DataFormat;
import io.freshet.server.evaluation.Bootstrap.Interval;
import io.freshet.server.evaluation.EvaluationReport;
import io.freshet.server.evaluation.EvaluationReport.Protocol;
import io.freshet.server.evaluation.EvaluationReport.Row;
import io.freshet.server.evaluation.EvaluationReport.SliceFigures;
import io.freshet.server.evaluation.replay.ReplayReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TargetsTest {
  private static Interval figure(double mean) {
    return new Interval(mean, mean, mean);
  }

  private static Row row(String contender, double hitRate, double reciprocalRank) {
    Map<String, Interval> figures =
        Map.of("HR@10", figure(hitRate), "MRR@100", figure(reciprocalRank));
    return new Row(contender, 1, List.of(new SliceFigures("warm users", 10, 10, 1, figures)));
  }

  private static EvaluationReport report(Row... rows) {
    Protocol protocol = new Protocol("data", 1, 1, 1, "then", 5, 1, "encoder");
    return new EvaluationReport(protocol, List.of(rows), List.of());
  }

  @Test
  void theTowersAreHeldToTheirAimsAndToEveryBaseline() {
    List<Target> targets =
        FrozenTargets.of(
            Optional.of(DataFormat.MOVIETWEETINGS),
            report(
                row("popularity", 0.40, 0.1),
                row("EASE", 0.2, 0.1),
                row("two towers without graph", 0.9, 0.9),
                row("2T-HGNN", 0.42, 0.17)));
    assertThat(targets).extracting(Target::met).containsExactly(true, false, true, true, false);
    assertThat(targets.get(4).target()).isCloseTo(0.44, within(1e-12));
  }

  @Test
  void inTheInventedWorldTheGraphHasToTell() {
    for (double low : new double[] {-0.01, 0.01}) {
      EvaluationReport judged =
          report(row("two towers without graph", 0.3, 0.1), row("2T-HGNN", 0.33, 0.1));
      EvaluationReport.Lift lift =
          new EvaluationReport.Lift(
              "2T-HGNN",
              "two towers without graph",
              "warm users",
              "HR@10",
              new Interval(0.03, low, 0.06),
              low > 0);
      EvaluationReport lifted =
          new EvaluationReport(judged.protocol(), judged.rows(), List.of(lift));
      List<Target> targets = FrozenTargets.of(Optional.empty(), lifted);
      assertThat(targets.get(1).met()).isEqualTo(low > 0);
      assertThat(targets.get(1).measured()).isEqualTo(low);
      assertThat(FrozenTargets.of(Optional.of(DataFormat.AMAZON), lifted)).hasSize(1);
    }
  }

  @Test
  void withoutTheTowersThereIsNothingToMeet() {
    assertThat(FrozenTargets.of(Optional.empty(), report(row("popularity", 0.4, 0.1)))).isEmpty();
  }

  @Test
  void refreshingIsHeldToWhatItGainsAndSpares() {
    List<Target> targets =
        ReplayTargets.of(
            new ReplayReport(
                "data",
                1,
                1,
                1,
                0,
                Map.of(),
                100,
                List.of(
                    arm("two towers without graph", "continuous", 0.2, 0.28, 0.97),
                    arm("2T-HGNN", "frozen", 0.16, 0.2, Double.NaN),
                    arm("2T-HGNN", "continuous", 0.20, 0.28, 0.97),
                    arm("2T-HGNN", "bounded 0.05, 0.02", 0.197, 0.27, 0.15)),
                List.of(
                    lift("frozen", "new", 0.1),
                    lift("continuous", "all", 0.1),
                    lift("continuous", "new", -0.01))));
    assertThat(targets).extracting(Target::met).containsExactly(true, false, false, true, true);
    assertThat(targets.get(0).measured()).isCloseTo(1.25, within(1e-12));
    assertThat(targets.get(1).measured()).isCloseTo(1.4, within(1e-12));
    assertThat(targets.get(2).name()).contains("new items");
    assertThat(targets.get(2).measured()).isCloseTo(-0.01, within(1e-12));
    assertThat(targets.get(3).measured()).isCloseTo(0.925, within(1e-12));
    assertThat(targets.get(4).measured()).isCloseTo(0.85, within(1e-12));
  }

  private static ReplayReport.Lift lift(String arm, String slice, double low) {
    return new ReplayReport.Lift(
        "2T-HGNN",
        "two towers without graph",
        arm,
        slice,
        new Interval(low + 0.02, low, low + 0.04));
  }

  private static ReplayReport.Row arm(
      String contender, String name, double hitRate, double risenHitRate, double embedded) {
    return new ReplayReport.Row(
        contender,
        name,
        1,
        figure(hitRate),
        figure(0),
        figure(0),
        figure(0),
        figure(risenHitRate),
        figure(0),
        Map.of(),
        1,
        embedded,
        embedded,
        List.of(hitRate));
  }
}
