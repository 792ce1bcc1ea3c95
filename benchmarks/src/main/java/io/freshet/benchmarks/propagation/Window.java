package io.freshet.benchmarks.propagation;

import java.util.List;

/**
 * What was measured while edges were offered at a rate.
 *
 * @param onTime whether every round was at most a second late, and the edges offered were taken
 * @param edgesPerSecond edges taken
 * @param seconds how long it was measured
 * @param rounds rounds closed meanwhile
 * @param roundSeconds their mean length; longer than configured when rounds were left out
 * @param worstLateSeconds of the round that was latest
 * @param neighborhoodsPerEdge neighborhoods published for each edge
 * @param embeddingsPerEdge items embedded above layer 0 for each edge
 * @param publishedPerEdge embeddings published for each edge
 * @param messagesPerEdge messages between subtasks for each edge
 * @param cpuSeconds processor seconds for a million edges
 * @param inferenceShare share of the time in which a model of the graph network ran; two can at
 *     once
 * @param rowsPerBatch rows of a run of a model
 */
record Window(
    boolean onTime,
    double edgesPerSecond,
    double seconds,
    int rounds,
    double roundSeconds,
    double worstLateSeconds,
    double neighborhoodsPerEdge,
    double embeddingsPerEdge,
    double publishedPerEdge,
    double messagesPerEdge,
    Cpu cpuSeconds,
    double inferenceShare,
    double rowsPerBatch) {
  private static final double MILLION = 1e6;

  /** Sums up the rounds closed between two readings. */
  static Window of(boolean onTime, Reading before, Reading after, List<Round> rounds) {
    double edges = Math.max(1, after.edges() - before.edges());
    double seconds = after.seconds() - before.seconds();
    Inference inference = after.inference().since(before.inference());
    return new Window(
        onTime,
        (after.edges() - before.edges()) / seconds,
        seconds,
        rounds.size(),
        rounds.stream().mapToLong(Round::lengthMillis).average().orElse(Double.NaN) / 1e3,
        rounds.stream().mapToLong(Round::lateMillis).max().orElse(0) / 1e3,
        rounds.stream().mapToLong(round -> round.manifest().getInputs()).sum() / edges,
        rounds.stream().mapToLong(Round::embedded).sum() / edges,
        rounds.stream().mapToLong(round -> round.manifest().getPublished()).sum() / edges,
        rounds.stream().mapToLong(Round::messages).sum() / edges,
        after.cpu().since(before.cpu()).per(edges / MILLION),
        inference.computeSeconds() / seconds,
        inference.rows() / Math.max(1, inference.batches()));
  }

  /** Processor seconds for a round, all of this process. */
  double cpuSecondsPerRound() {
    return cpuSeconds.process() * edgesPerSecond * roundSeconds / MILLION;
  }
}
