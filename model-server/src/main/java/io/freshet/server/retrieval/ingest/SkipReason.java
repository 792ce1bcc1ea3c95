package io.freshet.server.retrieval.ingest;

/** Why a record was skipped: a closed set, fit for a metric label. */
enum SkipReason {
  UNDECODABLE,
  MISSING_ID,
  BAD_VECTOR,
  INVALID,
  FULL,
  FAILED
}
