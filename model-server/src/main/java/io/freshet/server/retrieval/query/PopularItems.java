package io.freshet.server.retrieval.query;

import io.freshet.server.retrieval.index.Candidate;
import io.freshet.server.retrieval.index.CandidateFilter;
import io.freshet.server.retrieval.index.EmbeddingFacts;
import io.freshet.server.retrieval.index.Popularity;
import io.freshet.server.retrieval.index.Stores;
import io.freshet.server.retrieval.index.TopCandidates;
import io.freshet.server.retrieval.index.VersionedStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The answer for a user of whom nothing usable is known: items by recent interactions, then, where
 * too few have any, the freshest embeddings. Scans both stores: O(items).
 */
final class PopularItems {
  private final Stores stores;

  PopularItems(Stores stores) {
    this.stores = stores;
  }

  /**
   * The accepted items, most popular first; the page is full whenever enough items are accepted.
   */
  List<Candidate> top(
      int limit, CandidateFilter filter, VersionedStore<EmbeddingFacts> facts, Instant now) {
    List<Candidate> popular = new ArrayList<>();
    for (Candidate ranked : ranked(limit, filter)) {
      double count = Popularity.countAt(ranked.score(), now);
      popular.add(new Candidate(ranked.id(), ranked.type(), count));
    }
    if (popular.size() < limit) {
      popular.addAll(freshest(limit - popular.size(), filter, facts, ids(popular)));
    }
    return popular;
  }

  private List<Candidate> ranked(int limit, CandidateFilter filter) {
    TopCandidates top = new TopCandidates(limit);
    stores
        .popularity()
        .forEach(
            (id, popularity) -> {
              double rank = popularity.rank();
              if (top.couldKeep(rank) && filter.accepts(id, popularity.type())) {
                top.offer(new Candidate(id, popularity.type(), rank));
              }
            });
    return top.bestFirst();
  }

  private List<Candidate> freshest(
      int limit, CandidateFilter filter, VersionedStore<EmbeddingFacts> facts, Set<String> taken) {
    TopCandidates top = new TopCandidates(limit);
    facts.forEach(
        (id, itsFacts) -> {
          double computedAt = itsFacts.computedAt().toEpochMilli();
          if (top.couldKeep(computedAt) && !taken.contains(id)) {
            stores
                .catalog()
                .find(id)
                .filter(entry -> filter.accepts(id, entry.type()))
                .ifPresent(entry -> top.offer(new Candidate(id, entry.type(), computedAt)));
          }
        });
    return top.bestFirst().stream().map(it -> new Candidate(it.id(), it.type(), 0)).toList();
  }

  private static Set<String> ids(List<Candidate> candidates) {
    Set<String> ids = new HashSet<>();
    candidates.forEach(candidate -> ids.add(candidate.id()));
    return ids;
  }
}
