package io.freshet.benchmarks.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.benchmarks.Target;
import io.freshet.benchmarks.retrieval.RetrievalReport.ContenderReport;
import io.freshet.benchmarks.retrieval.RetrievalReport.SetReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every contender does what is measured: a fast index that finds nothing is no contender. */
final class ContendersTest {
  private static final int SIZE = 1500;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"freshet", "exact", "lucene-9.12", "voyager", "jvector-4.0"})
  void findsWhatIsNearBeforeAndAfterItsVectorsWereReplaced(String name) throws Exception {
    VectorSet set = VectorSet.clustered(SIZE, 3);
    try (Contender contender = Contenders.of(name, set.dimensions(), SIZE, directory)) {
      ContenderReport report =
          new Measuring(set, Duration.ofMillis(300), directory.resolve("saved"), line -> {})
              .run(contender);
      assertThat(report.recallAt10()).isGreaterThan(.9);
      assertThat(report.recallAt100()).isGreaterThan(.7);
      // Deleted nodes stay in JVector's graph: after enough writes it finds next to nothing.
      if (!name.equals(JvectorContender.NAME)) {
        assertThat(report.recallAt10AfterWrites()).isGreaterThan(.8);
      }
      assertThat(report.writes()).isPositive();
      assertThat(report.upsertsWhileSearched().perSecond()).isPositive();
      assertThat(report.searchesWhileUpserted().p50Millis()).isPositive();
      // So few vectors are lost in what else the process allocates and frees.
      assertThat(report.bytesPerVector()).isFinite();
      report.filtered().forEach(it -> assertThat(it.recallAt10()).isGreaterThan(.7));
      assertThat(
              RetrievalTargets.of(
                  List.of(new SetReport("x", SIZE, set.dimensions(), List.of(report))), null))
          .hasSize(name.equals("freshet") ? 3 : 0);
    }
  }

  @Test
  void phaseTooShortToDoAnythingIsNotTakenForAFastOne() throws Exception {
    VectorSet set = VectorSet.clustered(SIZE, 3);
    try (Contender contender = Contenders.of("freshet", set.dimensions(), SIZE, directory)) {
      ContenderReport report =
          new Measuring(set, Duration.ZERO, directory.resolve("saved"), line -> {}).run(contender);
      assertThat(report.searches().p50Millis()).isNaN();
      assertThat(report.searchesWhileUpserted().p99Millis()).isNaN();
      assertThat(report.writes()).isZero();
      List<Target> targets =
          RetrievalTargets.of(
              List.of(new SetReport("x", SIZE, set.dimensions(), List.of(report))), null);
      assertThat(targets).filteredOn(it -> !it.name().contains("recall")).noneMatch(Target::met);
    }
  }

  @Test
  void truthIsTheNearestItemsAndNoOther() {
    VectorSet set =
        new VectorSet(
            "x", new float[][] {{1, 0}, {.6f, .8f}, {.8f, .6f}, {0, 1}}, new float[][] {{1, 0}});
    Truth truth = Truth.of(set, 2, 100);
    assertThat(truth.recall(0, new int[] {0, 2}, 2)).isEqualTo(1);
    assertThat(truth.recall(0, new int[] {2, 3}, 2)).isEqualTo(.5);
    assertThat(truth.recall(0, new int[] {0}, 1)).isEqualTo(1);
    assertThat(Truth.of(set, 2, 1).recall(0, new int[] {0}, 2)).isEqualTo(1);
  }
}
