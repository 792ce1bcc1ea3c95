package io.freshet.server.retrieval.index;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What the catalogue says of an item in 64 bits, so that a scan passes over rows, and over whole
 * lists by their counts, without asking a filter: one bit for its type, one for its language, one
 * for each of its markets.
 *
 * <p>The first values of a facet get a bit each, all later ones share the facet's last: for these
 * the filter has the last word, as it has for every candidate. An item that no catalogue knows has
 * the type it was written with. Thread-safe; never forgets a value.
 */
final class RowBits {
  /** Bits of a row. */
  static final int BITS = Long.SIZE;

  private static final int TYPES = 24;
  private static final int LANGUAGES = 20;
  private static final String EVERYWHERE = "";

  private final Catalog catalog;
  private final FacetBits types = new FacetBits(0, TYPES);
  private final FacetBits languages = new FacetBits(TYPES, LANGUAGES);
  private final FacetBits markets = new FacetBits(TYPES + LANGUAGES, BITS - TYPES - LANGUAGES);

  RowBits(Catalog catalog) {
    this.catalog = requireNonNull(catalog, "catalog is null");
    languages.bit(Facet.UNKNOWN);
    markets.bit(EVERYWHERE);
  }

  /** The bits of the item as the catalogue knows it now. */
  long of(String id, String writtenType) {
    Optional<CatalogEntry> known = catalog.find(id);
    String type = known.map(CatalogEntry::type).orElse(writtenType);
    ItemAttributes attributes = known.map(CatalogEntry::attributes).orElse(ItemAttributes.NONE);
    String language = attributes.language();
    long bits = types.bit(type) | languages.bit(language == null ? Facet.UNKNOWN : language);
    if (attributes.markets().isEmpty()) {
      return bits | markets.bit(EVERYWHERE);
    }
    for (String market : attributes.markets()) {
      bits |= markets.bit(market);
    }
    return bits;
  }

  /** Bits of what the filter may accept. */
  WantedBits wanted(CandidateFilter filter) {
    return new WantedBits(
        types.wanted(type -> filter.mayAccept(Facet.TYPE, type)),
        languages.wanted(language -> filter.mayAccept(Facet.LANGUAGE, language)),
        markets.wanted(
            market -> market.equals(EVERYWHERE) || filter.mayAccept(Facet.MARKET, market)));
  }
}
