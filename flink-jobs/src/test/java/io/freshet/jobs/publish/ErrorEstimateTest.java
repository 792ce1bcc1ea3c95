package io.freshet.jobs.publish;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.jobs.embedding.DriftScript;
import io.freshet.jobs.embedding.FullPass;
import io.freshet.jobs.embedding.FullPass.Embedded;
import io.freshet.jobs.embedding.GraphScript;
import io.freshet.jobs.embedding.GraphScript.Round;
import io.freshet.jobs.embedding.RecordedScript;
import io.freshet.jobs.embedding.SeededModel;
import io.freshet.jobs.layer.LayerSimulation;
import io.freshet.jobs.record.LayerEmbedding;
import io.freshet.jobs.record.Patience;
import io.freshet.jobs.record.ThresholdRange;
import io.freshet.jobs.record.Thresholds;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ErrorEstimateTest {
  private static final long FIRST_SEED = Long.getLong("freshet.seed", 1);
  private static final int SEEDS = 60;
  private static final int ITEMS = 60;
  private static final int ROUNDS = 60;
  private static final int LAYERS = 2;
  private static final int DIMENSIONS = 8;
  private static final Patience PATIENCE = new Patience(40, 1);

  /** What one job has published and learnt, over all stories. */
  private static final class Job {
    private final ErrorEstimate estimate;
    private ErrorFactor factor = ErrorFactor.FIRST;
    private long audited;
    private long exceeded;
    private double distances;
    private double estimates;
    private double largest;

    Job(Thresholds thresholds) {
      estimate = new ErrorEstimate(thresholds);
    }

    void audit(double distance, double published, int degree) {
      audited++;
      exceeded += distance > published ? 1 : 0;
      distances += distance;
      estimates += published;
      largest = Math.max(largest, distance);
      factor = factor.after(distance / estimate.slack(degree));
    }

    void assertHardlyExceeded(long leastAudited) {
      assertThat(audited).isGreaterThan(leastAudited);
      assertThat(exceeded).as(report()).isPositive().isLessThanOrEqualTo(audited / 1_000);
    }

    String report() {
      return "%d of %d exceeded, factor %.2f, mean distance %.5f, largest %.5f, mean estimate %.5f"
          .formatted(
              exceeded, audited, factor.value(), distances / audited, largest, estimates / audited);
    }
  }

  @ParameterizedTest
  @CsvSource({".05,.02,.02", ".1,.05,.05"})
  void isExceededByAtMostOneAuditedItemInAThousand(double epsilon, double delta, double gamma)
      throws Exception {
    Job job = new Job(new Thresholds(delta, gamma, 0));
    for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
      run(job, seed, DriftScript.rounds(seed, ITEMS, 8, epsilon, ROUNDS));
    }

    job.assertHardlyExceeded(70_000);
    assertThat(job.estimates).as(job.report()).isLessThan(15 * job.distances);
  }

  @ParameterizedTest
  @CsvSource({".02,.02", ".05,.05"})
  void isHardlyExceededWhereItemsAreDeletedAndChangeTheirTypes(double delta, double gamma)
      throws Exception {
    Job job = new Job(new Thresholds(delta, gamma, 0));
    for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
      run(job, seed, GraphScript.rounds(seed, ITEMS, ROUNDS, ITEMS, 0));
    }

    job.assertHardlyExceeded(50_000);
    // Most items are exact there, so the estimate is measured by what inputs may be off by.
    assertThat(job.estimates).as(job.report()).isLessThan(job.audited * (delta + gamma));
  }

  @ParameterizedTest
  @CsvSource({".05,.02,.02", ".1,.05,.05"})
  void isHardlyExceededOnRecordedEvents(double epsilon, double delta, double gamma)
      throws Exception {
    Optional<Path> folder = RecordedScript.folder();
    assumeTrue(folder.isPresent(), "data is not here, nothing to check: movietweetings-100k");
    Job job = new Job(new Thresholds(delta, gamma, 0));
    run(job, FIRST_SEED, RecordedScript.rounds(folder.orElseThrow(), epsilon, 8_000, 100, 60));

    job.assertHardlyExceeded(40_000);
    assertThat(job.estimates).as(job.report()).isLessThan(40 * job.distances);
  }

  @Test
  void isZeroWhenNothingIsHeldBack() {
    ErrorEstimate exact = new ErrorEstimate(new Thresholds(0, 0, 0));

    assertThat(exact.of(0, 4)).isZero();
    assertThat(exact.of(3, 4)).isZero();
  }

  @Test
  void countsDeltaOnlyForItemsWithNeighborsAndThetaAsItIs() {
    ErrorEstimate estimate = new ErrorEstimate(new Thresholds(.2, .1, .5));

    assertThat(estimate.of(0, 3)).isEqualTo(.5 + 3 * .1);
    assertThat(estimate.of(1, 3)).isEqualTo(.5 + 3 * (.2 + .1));
  }

  private static void run(Job job, long seed, List<Round> story) throws Exception {
    SeededModel model = new SeededModel(seed, DIMENSIONS);
    Map<Long, Map<String, LayerEmbedding>> closed =
        new LayerSimulation(
                model, LAYERS, seed, ThresholdRange.fixed(job.estimate.thresholds()), PATIENCE)
            .run(story);
    FullPass oracle = new FullPass(model, LAYERS);
    Map<String, Double> published = new HashMap<>();
    for (Round round : story) {
      round.features().forEach(oracle::apply);
      round.neighborhoods().forEach(oracle::apply);
      Map<String, LayerEmbedding> shown = requireNonNull(closed.get(round.number()));
      shown.forEach(
          (item, embedding) -> {
            if (embedding.round() == round.number()) {
              published.put(item, job.estimate.of(embedding.degree(), job.factor.value()));
            }
          });
      if (round.number() % 3 == 2) {
        audit(job, shown, oracle.embeddings(), published);
      }
    }
  }

  private static void audit(
      Job job,
      Map<String, LayerEmbedding> shown,
      Map<String, Embedded> exact,
      Map<String, Double> published) {
    exact.forEach(
        (item, embedded) -> {
          LayerEmbedding embedding = requireNonNull(shown.get(item));
          job.audit(
              distance(embedding.vector(), embedded.vector()),
              requireNonNull(published.get(item)),
              embedding.degree());
        });
  }

  private static double distance(float[] first, double[] second) {
    double sum = 0;
    for (int index = 0; index < first.length; index++) {
      sum += (first[index] - second[index]) * (first[index] - second[index]);
    }
    return Math.sqrt(sum);
  }
}
