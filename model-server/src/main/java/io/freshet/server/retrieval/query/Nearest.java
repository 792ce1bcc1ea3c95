package io.freshet.server.retrieval.query;

import io.freshet.server.retrieval.filter.CatalogFilter;
import io.freshet.server.retrieval.filter.Selection;
import io.freshet.server.retrieval.index.Candidate;
import io.freshet.server.retrieval.index.CandidateFilter;
import io.freshet.server.retrieval.index.Catalog;
import io.freshet.server.retrieval.index.Generation;
import io.freshet.server.retrieval.index.VectorIndex;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Items nearest to a vector, by the way that suits the filter: few listed items are scored one by
 * one, which is exact; otherwise the index is searched. The canary is shown each search.
 */
final class Nearest {
  /** Longest that filters may hold up an answer. */
  static final Duration TIME_LIMIT = Duration.ofSeconds(2);

  private final Catalog catalog;
  private final Selection selection;
  private final RecallCanary canary;

  Nearest(Catalog catalog, RecallCanary canary) {
    this.catalog = catalog;
    this.selection = new Selection(catalog);
    this.canary = canary;
  }

  /**
   * The page, best first.
   *
   * @param generation whose index it is
   * @param index the generation's index of embeddings or of item vectors
   * @param excluded ids that are not answered beside those that the page excludes
   */
  List<Candidate> search(
      Generation generation, VectorIndex index, float[] vector, Page page, Set<String> excluded) {
    CandidateFilter filter = filter(page, excluded);
    Optional<Set<String>> few = selection.of(page.filter());
    if (few.isEmpty() && page.accuracy() == Accuracy.USUAL) {
      canary.offer(generation.number(), index, vector, filter);
    }
    return fill(
        page,
        filter,
        (limit, accepted) ->
            few.isPresent()
                ? index.searchAmong(few.get(), vector, limit, accepted)
                : search(index, vector, limit, page.accuracy(), accepted));
  }

  /** The page's candidates, best first, of whatever the searcher finds. */
  List<Candidate> fill(Page page, CandidateFilter filter, CreatorLimit.Searcher searcher) {
    CandidateFilter limited = new TimeLimit(filter, TIME_LIMIT);
    return page.perCreator().isPresent()
        ? CreatorLimit.fill(page.limit(), page.perCreator().getAsInt(), catalog, limited, searcher)
        : searcher.search(page.limit(), limited);
  }

  /** The page's filter, with more ids excluded. */
  CandidateFilter filter(Page page, Set<String> excluded) {
    return new CatalogFilter(catalog, page.filter(), union(page.excluded(), excluded));
  }

  private static List<Candidate> search(
      VectorIndex index, float[] vector, int limit, Accuracy accuracy, CandidateFilter filter) {
    if (accuracy == Accuracy.EXACT) {
      return index.searchExactly(vector, limit, filter);
    }
    return index.search(vector, limit, filter);
  }

  private static Set<String> union(Set<String> a, Set<String> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.isEmpty() ? b : a;
    }
    Set<String> union = new HashSet<>(a);
    union.addAll(b);
    return union;
  }
}
