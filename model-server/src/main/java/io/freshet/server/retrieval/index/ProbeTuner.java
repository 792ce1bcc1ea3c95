package io.freshet.server.retrieval.index;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds how many lists must be probed for a recall, from the data as they are.
 *
 * <p>Idea: for a sampled query, scan {@value #TIMES_PLANNED} times as many lists as the plan asks
 * for a deep page, and note how many centroids are nearer to the query than that of the list in
 * which each of the nearest rows lies: probing one list more finds the row. What lies farther still
 * is not seen; where that were much, the next plan, and with it the next sample, is larger. Over
 * the last {@value #SAMPLES} samples, the share of ranks below p is the recall of probing p lists,
 * so the plan is a quantile of the ranks: exactly the target on the samples. Ranks of the first ten
 * and the first hundred rows tell how probes must grow with depth.
 *
 * <p>Samples are queries that searches offered, or else what somebody near a vector would ask as it
 * is written, which does not count itself. Cost: one sample per {@code rows / }{@value #SAMPLES}
 * writes, {@value #LISTS_PER_WRITE} lists in each write, so no write waits for a whole one. Follows
 * drift within one rewriting of the data. Error: with 1,280 ranks, those of one query alike, about
 * 0.007 of recall.
 *
 * <p>{@link #plan} and {@link #offer} for any thread, the rest for one writer at a time.
 */
final class ProbeTuner {
  private static final int SAMPLES = 128;
  private static final int ENOUGH = 16;
  private static final int SAMPLES_PER_PLAN = 8;
  private static final int LISTS_PER_WRITE = 4;
  private static final int TIMES_PLANNED = 4;
  private static final int FEWEST_LISTS = 64;

  private final double targetRecall;
  private final AtomicReference<float @Nullable []> offered = new AtomicReference<>();
  private final int[][] ranks = new int[SAMPLES][];
  private int sampled;
  private long writesSinceSample;
  private @Nullable ProbeSample running;
  private volatile ProbePlan plan;

  ProbeTuner(double targetRecall, ProbePlan untilMeasured) {
    this.targetRecall = targetRecall;
    this.plan = untilMeasured;
  }

  /** Goes by a plan that was measured elsewhere until there is one of its own. */
  void start(ProbePlan measuredElsewhere) {
    plan = measuredElsewhere;
  }

  ProbePlan plan() {
    return plan;
  }

  /** Keeps a query as the next sample, unless one is kept already. */
  void offer(float[] query) {
    if (offered.get() == null) {
      offered.lazySet(query.clone());
    }
  }

  /**
   * Tells of a write; goes on with the running sample.
   *
   * @param near a query of somebody near what was written, made when it is needed
   */
  void written(IvfRow row, Supplier<float[]> near, ListTable table, int rows) {
    writesSinceSample++;
    if (running != null) {
      ProbeSample sample = running;
      if (sample.advance(LISTS_PER_WRITE)) {
        take(sample.ranks(table));
        running = null;
      }
    } else if (writesSinceSample > rows / SAMPLES) {
      float[] query = offered.getAndSet(null);
      int lists = Math.max(FEWEST_LISTS, (int) (TIMES_PLANNED * plan.forHundred()));
      running =
          query == null
              ? new ProbeSample(table, near.get(), row.id(), ProbePlan.DEEP, lists)
              : new ProbeSample(table, query, null, ProbePlan.DEEP, lists);
      writesSinceSample = 0;
    }
  }

  private void take(int[] sample) {
    if (sample.length < ProbePlan.SHALLOW) {
      return;
    }
    ranks[sampled % SAMPLES] = sample;
    sampled++;
    // Sorting all ranks costs as much as some samples.
    if (sampled >= ENOUGH && (sampled < SAMPLES || sampled % SAMPLES_PER_PLAN == 0)) {
      plan = planned();
    }
  }

  private ProbePlan planned() {
    double shallow = probes(ProbePlan.SHALLOW);
    return new ProbePlan(shallow, Math.max(shallow, probes(ProbePlan.DEEP)));
  }

  /** Lists to probe so that the target share of the rows down to the depth is found. */
  private double probes(int depth) {
    int[] all =
        Arrays.stream(ranks, 0, Math.min(sampled, SAMPLES))
            .flatMapToInt(sample -> Arrays.stream(sample).limit(depth))
            .sorted()
            .toArray();
    int quantile = (int) Math.ceil(targetRecall * all.length) - 1;
    return all[Math.max(0, quantile)] + 1d;
  }
}
