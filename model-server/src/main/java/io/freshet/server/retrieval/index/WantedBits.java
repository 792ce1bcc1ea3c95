package io.freshet.server.retrieval.index;

/**
 * Which {@link RowBits} a search wants: one of each facet's.
 *
 * @param types bits of wanted types
 * @param languages bits of wanted languages
 * @param markets bits of wanted markets
 */
record WantedBits(long types, long languages, long markets) {
  /** Every row has one of these. */
  static final long ANY = -1;

  /** Wants every row. */
  static final WantedBits ALL = new WantedBits(ANY, ANY, ANY);

  /** Whether a row of these bits is wanted. */
  boolean include(long bits) {
    return (bits & types) != 0 && (bits & languages) != 0 && (bits & markets) != 0;
  }
}
