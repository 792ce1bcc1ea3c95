package io.freshet.server.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.server.evaluation.EvaluationReport.Lift;
import io.freshet.server.evaluation.EvaluationReport.Row;
import io.freshet.server.evaluation.baseline.ItemNeighbors;
import io.freshet.server.evaluation.baseline.Popularity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ReportMakerTest {
  private static final int USERS = 60;
  private static final int ITEMS = 80;

  private final EvaluationData data =
      TinyWorld.data(USERS, ITEMS, TinyWorld.tastes(USERS, ITEMS, 20, 5));

  /** Scores that depend on the seed alone. */
  private record Chance() implements Contender {
    @Override
    public String name() {
      return "chance";
    }

    @Override
    public Scorer fit(TrainingSet set) {
      SplittableRandom random = new SplittableRandom(set.seed());
      return (query, scores) -> {
        for (int item = 0; item < scores.length; item++) {
          scores[item] = (float) random.nextDouble();
        }
      };
    }
  }

  @Test
  void aPlantedTasteIsFoundAndChanceIsAtChance() {
    List<String> told = new ArrayList<>();
    List<Judged> judged =
        new FrozenSplit(data, Optional.empty(), told::add)
            .run(List.of(new Chance(), Popularity.allTime(), new ItemNeighbors()), Seeds.upTo(3));
    EvaluationReport report = new ReportMaker(data, Bootstrap.defaults()).report(judged);
    assertThat(told).contains("chance, seed 2", "popularity");
    Row chance = report.rows().get(0);
    Row neighbors = report.rows().get(2);
    assertThat(chance.seeds()).isEqualTo(3);
    assertThat(neighbors.seeds()).isEqualTo(1);
    assertThat(chance.figure(ReportMaker.MATCHED_AUC)).isCloseTo(0.5, within(0.06));
    assertThat(neighbors.figure(ReportMaker.MATCHED_AUC)).isGreaterThan(0.65);
    Lift lift =
        report.lifts().stream()
            .filter(each -> each.contender().equals("item-kNN") && each.over().equals("chance"))
            .filter(each -> each.metric().equals(Metric.NDCG_10.label()))
            .findFirst()
            .orElseThrow();
    assertThat(lift.significant()).isTrue();
    assertThat(lift.difference().mean())
        .isCloseTo(
            neighbors.figure(Metric.NDCG_10.label()) - chance.figure(Metric.NDCG_10.label()),
            within(1e-9));
  }

  @Test
  void theSlicesOfUsersAddUpToAll() {
    EvaluationReport report =
        new ReportMaker(data, Bootstrap.defaults())
            .report(
                new FrozenSplit(data, Optional.empty(), line -> {})
                    .run(List.of(Popularity.allTime()), Seeds.upTo(1)));
    Row row = report.rows().get(0);
    assertThat(users(row, "warm users") + users(row, "cold users"))
        .isEqualTo(users(row, "all users"));
    assertThat(users(row, "warm users")).isEqualTo(row.main().users()).isGreaterThan(0);
  }

  private static int users(Row row, String slice) {
    return row.figures().stream()
        .filter(figures -> figures.slice().equals(slice))
        .mapToInt(EvaluationReport.SliceFigures::users)
        .sum();
  }
}
