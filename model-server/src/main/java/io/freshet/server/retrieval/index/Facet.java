package io.freshet.server.retrieval.index;

/** What an index keeps of an item's catalogue entry beside its vector: see {@link RowBits}. */
public enum Facet {
  /** Type of the item. */
  TYPE,
  /** Language of the item in lower case; {@link #UNKNOWN} where the catalogue names none. */
  LANGUAGE,
  /** One of the markets an item is restricted to; items for all markets are always wanted. */
  MARKET;

  /** The language of an item whose language is not known. */
  public static final String UNKNOWN = "";
}
