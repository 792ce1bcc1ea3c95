package io.freshet.server.retrieval.query;

/** Whether an answer says why its items are there. */
public enum Explain {
  NOTHING,
  /** Which plays of the user's history moved each item up. */
  PLAYS
}
