package io.freshet.server.retrieval.query;

/** Whether items of the user's own history may be answered. */
public enum Seen {
  EXCLUDED,
  INCLUDED
}
