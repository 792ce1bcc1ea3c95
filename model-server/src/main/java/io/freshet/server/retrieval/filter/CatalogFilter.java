package io.freshet.server.retrieval.filter;

import static java.util.Objects.requireNonNull;

import io.freshet.server.retrieval.index.CandidateFilter;
import io.freshet.server.retrieval.index.Catalog;
import io.freshet.server.retrieval.index.CatalogEntry;
import io.freshet.server.retrieval.index.Facet;
import java.util.Optional;
import java.util.Set;

/**
 * A {@link Filter} in the form that a scan asks: accepts items that the catalogue shows, that the
 * filter accepts and that are not excluded. The catalogue is asked anew for every item, so what is
 * taken down during a search is not answered.
 */
public final class CatalogFilter implements CandidateFilter {
  private final Catalog catalog;
  private final Filter filter;
  private final Set<String> excluded;
  private final FacetHints hints;

  /**
   * The filter over this catalogue.
   *
   * @param excluded ids that are not accepted
   */
  public CatalogFilter(Catalog catalog, Filter filter, Set<String> excluded) {
    this.catalog = requireNonNull(catalog, "catalog is null");
    this.filter = requireNonNull(filter, "filter is null");
    this.excluded = Set.copyOf(excluded);
    this.hints = new FacetHints(filter);
  }

  @Override
  public boolean mayAccept(Facet facet, String value) {
    return hints.mayAccept(facet, value);
  }

  @Override
  public boolean accepts(String id, String type) {
    if (excluded.contains(id)) {
      return false;
    }
    Optional<CatalogEntry> entry = catalog.find(id);
    return entry.isPresent() && filter.accepts(entry.get());
  }
}
