package io.freshet.server.retrieval.query;

/** Where the items of an answer come from. */
public enum Source {
  /** Near the user's vector, or best by the release's towers. */
  PERSONAL,
  /**
   * The same for everybody: nothing that the user did is known and usable. Attributes alone make no
   * answer personal.
   */
  POPULAR,
  /** Near another item's vector. */
  NEIGHBORS,
  /** Near a vector that was asked for. */
  SEARCH
}
