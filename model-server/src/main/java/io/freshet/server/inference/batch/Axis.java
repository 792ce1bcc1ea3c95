package io.freshet.server.inference.batch;

/** What the first axis of a tensor counts. */
public enum Axis {
  /** Rows of the request: one per item. */
  ROW,
  /** Aggregates: any number per row, each belonging to the row named by the row-number tensor. */
  AGGREGATE,
  /** Counts aggregates as well; the values are row numbers, shifted when requests are merged. */
  AGGREGATE_ROW
}
