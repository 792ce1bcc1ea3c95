package io.freshet.server.retrieval.query;

import io.freshet.server.retrieval.index.Candidate;
import io.freshet.server.retrieval.index.CandidateFilter;
import io.freshet.server.retrieval.index.Catalog;
import io.freshet.server.retrieval.index.CatalogEntry;
import io.freshet.server.retrieval.index.Facet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * At most so many items of any one creator, and the page full all the same.
 *
 * <p>Idea: take candidates best first, passing over creators who have had their share; if that
 * leaves the page short, search on with these creators refused. What comes then is no better than
 * what was passed over, so the page is the one that a single pass over all items would give. Each
 * search but the last adds an item, so there are no more than the page's limit; few are usual. An
 * item of several creators counts for each; one of none is never passed over.
 */
final class CreatorLimit {
  /** Finds the best accepted candidates, best first. */
  interface Searcher {
    List<Candidate> search(int limit, CandidateFilter filter);
  }

  private final int perCreator;
  private final Catalog catalog;
  private final Map<String, Integer> taken = new HashMap<>();
  private final Set<String> takenIds = new HashSet<>();
  private final List<Candidate> page = new ArrayList<>();

  private CreatorLimit(int perCreator, Catalog catalog) {
    this.perCreator = perCreator;
    this.catalog = catalog;
  }

  static List<Candidate> fill(
      int limit, int perCreator, Catalog catalog, CandidateFilter filter, Searcher searcher) {
    return new CreatorLimit(perCreator, catalog).fill(limit, filter, searcher);
  }

  private List<Candidate> fill(int limit, CandidateFilter filter, Searcher searcher) {
    int wanted = limit;
    int found = wanted;
    while (page.size() < limit && found == wanted) {
      wanted = limit - page.size();
      List<Candidate> more = searcher.search(wanted, unsaturated(filter));
      found = more.size();
      more.forEach(this::take);
    }
    return page;
  }

  private void take(Candidate candidate) {
    List<String> creators = creators(candidate.id());
    if (!isSaturated(creators) && takenIds.add(candidate.id())) {
      creators.stream().distinct().forEach(creator -> taken.merge(creator, 1, Integer::sum));
      page.add(candidate);
    }
  }

  private CandidateFilter unsaturated(CandidateFilter filter) {
    return new CandidateFilter() {
      @Override
      public boolean mayAccept(Facet facet, String value) {
        return filter.mayAccept(facet, value);
      }

      @Override
      public boolean accepts(String id, String type) {
        return !takenIds.contains(id) && filter.accepts(id, type) && !isSaturated(creators(id));
      }
    };
  }

  private boolean isSaturated(List<String> creators) {
    for (String creator : creators) {
      if (taken.getOrDefault(creator, 0) >= perCreator) {
        return true;
      }
    }
    return false;
  }

  private List<String> creators(String id) {
    return catalog
        .find(id)
        .map(CatalogEntry::attributes)
        .map(it -> it.creators())
        .orElse(List.of());
  }
}
