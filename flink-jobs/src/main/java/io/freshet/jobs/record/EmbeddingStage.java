package io.freshet.jobs.record;

import java.util.Locale;

/**
 * The operators of the embedding job: the one place that knows their names and uids. A uid is never
 * changed: it is how a savepoint finds its state.
 */
public enum EmbeddingStage {
  FEATURE_SOURCE,
  FEATURE_ROUNDS,
  FEATURE_UPDATES,
  NEIGHBORHOOD_SOURCE,
  NEIGHBORHOOD_ROUNDS,
  NEIGHBORHOOD_UPDATES,
  LEVELS,
  DIFF,
  ENCODE,
  SCATTER,
  GATHER,
  PUBLISH,
  MANIFEST,
  FAILED,
  AUDIT_PANEL,
  AUDIT_FILTER,
  AUDIT_DRAW,
  AUDIT_NEIGHBORHOOD,
  AUDIT_TEXT,
  AUDIT_COMPARE,
  AUDIT_CALIBRATION,
  EMBEDDING_SINK,
  MANIFEST_SINK,
  DEAD_LETTER_SINK;

  /** Name and uid of an operator that exists once. */
  public String uid() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Name and uid of an operator that exists in several layers, or in several steps. */
  public String uid(int layer) {
    return uid() + "-" + layer;
  }
}
