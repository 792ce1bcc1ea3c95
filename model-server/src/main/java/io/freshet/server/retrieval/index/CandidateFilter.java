package io.freshet.server.retrieval.index;

/** Says which items may be answered. Called in the middle of a scan: must be fast and not block. */
@FunctionalInterface
public interface CandidateFilter {
  /** Accepts every item. */
  CandidateFilter ALL = (id, type) -> true;

  /** Whether the item may be answered. */
  boolean accepts(String id, String type);

  /**
   * Whether any item of the facet's value may be answered; when in doubt, true. An index asks once
   * per search and value, and then passes over rows and whole lists of refused values without
   * asking about the items.
   */
  default boolean mayAccept(Facet facet, String value) {
    return true;
  }
}
