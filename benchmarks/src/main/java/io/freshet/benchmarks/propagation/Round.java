package io.freshet.benchmarks.propagation;

import io.freshet.schemas.EmbeddingRound;

/**
 * A closed round, and how late.
 *
 * @param manifest what the job says of it
 * @param lengthMillis from the end of the round before to its own; longer than configured when
 *     rounds were left out
 * @param lateMillis from the time at which a round that began there should have ended, to its
 *     closing: rounds that were left out make a round late
 */
record Round(EmbeddingRound manifest, long lengthMillis, long lateMillis) {
  /** A round after another. */
  static Round after(EmbeddingRound before, EmbeddingRound manifest, long intervalMillis) {
    long length = manifest.getRound() - before.getRound();
    long due = before.getRound() + intervalMillis;
    return new Round(manifest, length, manifest.getClosedAt().toEpochMilli() - due);
  }

  /** Items embedded above layer 0. */
  long embedded() {
    return manifest.getAffected().stream().skip(1).mapToLong(Long::longValue).sum();
  }

  long messages() {
    return manifest.getMessages().stream().mapToLong(Long::longValue).sum();
  }
}
