package io.freshet.server.retrieval.query;

import static java.util.Objects.requireNonNull;

import io.freshet.server.retrieval.index.Candidate;
import io.freshet.server.retrieval.index.CandidateFilter;
import io.freshet.server.retrieval.index.CatalogEntry;
import io.freshet.server.retrieval.index.Generation;
import io.freshet.server.retrieval.index.History;
import io.freshet.server.retrieval.index.Stores;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Answers from the stores and the serving generation: the door of this package. Only items that the
 * catalogue holds are ever answered, whatever the index still knows. Thread-safe.
 */
public final class Recommender {
  private final Stores stores;
  private final Supplier<Optional<Generation>> serving;
  private final UserVectors userVectors;
  private final PopularItems popularItems;
  private final InstantSource clock;
  private final RecallCanary canary;

  /**
   * A recommender over what others keep fresh.
   *
   * @param serving the generation to answer from, asked once per answer
   * @param recency weight of a history position relative to the next newer one, above 0, at most 1
   * @param clock the time to which popularity is decayed
   * @param canary is shown every search
   */
  public Recommender(
      Stores stores,
      Supplier<Optional<Generation>> serving,
      double recency,
      InstantSource clock,
      RecallCanary canary) {
    this.stores = requireNonNull(stores, "stores is null");
    this.serving = requireNonNull(serving, "serving is null");
    this.userVectors = new UserVectors(recency);
    this.popularItems = new PopularItems(stores);
    this.clock = requireNonNull(clock, "clock is null");
    this.canary = requireNonNull(canary, "canary is null");
  }

  /**
   * Items for a user: near the user's vector, or popular ones when there is none.
   *
   * @throws NotReadyException when no index is serving yet
   */
  public Answer recommend(String user, Page page, Seen seen) {
    Generation generation = generation();
    History history = stores.histories().find(user).orElse(History.EMPTY);
    Set<String> excluded = seen == Seen.EXCLUDED ? history.seen() : Set.of();
    CandidateFilter filter = filter(page, excluded);
    Optional<float[]> vector = userVectors.of(history, generation.index());
    if (vector.isPresent()) {
      List<Candidate> near = search(generation, vector.get(), page, filter);
      return answer(near, Source.PERSONAL, generation);
    }
    List<Candidate> popular =
        popularItems.top(page.limit(), filter, generation.facts(), clock.instant());
    return answer(popular, Source.POPULAR, generation);
  }

  /**
   * Items near an item, without itself.
   *
   * @return empty when the catalogue does not show the item or it has no vector
   * @throws NotReadyException when no index is serving yet
   */
  public Optional<Answer> neighbors(String item, Page page) {
    Generation generation = generation();
    if (!stores.catalog().contains(item)) {
      return Optional.empty();
    }
    return generation
        .index()
        .vector(item)
        .map(vector -> search(generation, vector, page, filter(page, Set.of(item))))
        .map(near -> answer(near, Source.NEIGHBORS, generation));
  }

  /**
   * What is known of an item.
   *
   * @return empty when the catalogue does not show it
   * @throws NotReadyException when no index is serving yet
   */
  public Optional<ItemView> item(String item) {
    Generation generation = generation();
    return stores
        .catalog()
        .find(item)
        .map(
            entry ->
                new ItemView(
                    item,
                    entry.title(),
                    entry.type(),
                    generation.facts().find(item),
                    IndexState.of(generation)));
  }

  private List<Candidate> search(
      Generation generation, float[] vector, Page page, CandidateFilter filter) {
    canary.offer(generation.index(), vector, filter);
    return generation.index().search(vector, page.limit(), filter);
  }

  private Generation generation() {
    return serving.get().orElseThrow(NotReadyException::new);
  }

  private CandidateFilter filter(Page page, Set<String> excluded) {
    return new CandidateFilter() {
      @Override
      public boolean acceptsType(String type) {
        return page.wants(type);
      }

      @Override
      public boolean accepts(String id, String type) {
        return page.wants(type) && !excluded.contains(id) && stores.catalog().contains(id);
      }
    };
  }

  private Answer answer(List<Candidate> candidates, Source source, Generation generation) {
    List<ScoredItem> items =
        candidates.stream().map(this::shown).flatMap(Optional::stream).toList();
    return new Answer(items, source, IndexState.of(generation));
  }

  private Optional<ScoredItem> shown(Candidate candidate) {
    Optional<CatalogEntry> entry = stores.catalog().find(candidate.id());
    return entry.map(
        it -> new ScoredItem(candidate.id(), it.title(), candidate.type(), candidate.score()));
  }
}
