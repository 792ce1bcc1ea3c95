package io.freshet.jobs.record;

/**
 * Why an input record was refused: the closed set behind the header {@code freshet-reason} and the
 * counters of the same names.
 */
public enum Reason {
  /** The bytes are not the record they should be. */
  UNDECODABLE("undecodable"),
  /** Written with a schema that this release does not know. */
  UNKNOWN_SCHEMA("unknown_schema"),
  /** An id is missing, empty or blank. */
  MISSING_ID("missing_id"),
  /** A time that only makes sense in another unit, such as seconds in a milliseconds field. */
  UNIT_SUSPECT("unit_suspect"),
  /** Happened later than the stream's clock allows, or that clock is ahead of the ingest time. */
  FUTURE("future"),
  /** Happened before the horizon. */
  TOO_OLD("too_old"),
  /** The record, or an id in it, is larger than allowed. */
  OVERSIZE("oversize"),
  /** Seen before; counted, never a dead letter. */
  DUPLICATE("duplicate"),
  /** More than one user may send in a day; counted, never a dead letter. */
  CAPPED("capped"),
  /** A vector of the wrong size, or with values that are not finite. */
  BAD_VECTOR("bad_vector");

  private final String label;

  Reason(String label) {
    this.label = label;
  }

  /** The word used in headers and metrics. */
  public String label() {
    return label;
  }
}
