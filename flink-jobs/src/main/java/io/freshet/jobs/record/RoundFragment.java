package io.freshet.jobs.record;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * A part of a round's manifest, from one subtask. Fragments of a round add up: amounts by sum, end
 * offsets by maximum. A subtask sends all of its fragments of a round before the watermark that
 * closes it, and before every checkpoint barrier.
 *
 * @param round the round
 * @param count what was counted
 * @param layer layer it was counted in, 0 where layers make no difference
 * @param amount how many
 * @param endOffsets topic-partition to the offset after the last record read
 */
public record RoundFragment(
    long round, Count count, int layer, long amount, Map<String, Long> endOffsets) {
  /** What a fragment counts. */
  public enum Count {
    /** Input records read. */
    INPUTS,
    /** Items embedded, per layer. */
    EMBEDDED,
    /** Differences sent, per layer: what is left after they were combined. */
    MESSAGES,
    /** Embeddings published. */
    PUBLISHED,
    /** Items whose answer was refused. */
    FAILED,
    /** Differences before they were combined, per layer. */
    DIFFERENCES,
    /** Neighborhoods that replaced another, or none. */
    NEIGHBORHOODS,
    /** Level of the thresholds of later rounds, not an amount; only where it changes. */
    LEVEL
  }

  public RoundFragment {
    requireNonNull(count, "count is null");
    requireNonNull(endOffsets, "endOffsets is null");
  }

  /** A fragment without offsets. */
  public static RoundFragment of(long round, Count count, int layer, long amount) {
    return new RoundFragment(round, count, layer, amount, Map.of());
  }
}
