package io.freshet.server.retrieval.query;

import static java.util.Objects.requireNonNull;

import io.freshet.server.retrieval.index.BadVectorException;
import io.freshet.server.retrieval.index.Candidate;
import io.freshet.server.retrieval.index.CatalogEntry;
import io.freshet.server.retrieval.index.Generation;
import io.freshet.server.retrieval.index.History;
import io.freshet.server.retrieval.index.Stores;
import io.freshet.server.retrieval.index.Vectors;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
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
  private final Nearest nearest;

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
    this.nearest = new Nearest(stores.catalog(), requireNonNull(canary, "canary is null"));
  }

  /**
   * Items for a user: near the user's vector, or popular ones when there is none.
   *
   * @throws NotReadyException when no index is serving yet
   * @throws TooStaleException when the index lags too far behind for the page
   */
  public Answer recommend(String user, Page page, Seen seen) {
    return recommend(user, page, seen, Explain.NOTHING);
  }

  /**
   * The same, explained where that is wanted and the answer is personal.
   *
   * @throws NotReadyException when no index is serving yet
   * @throws TooStaleException when the index lags too far behind for the page
   */
  public Answer recommend(String user, Page page, Seen seen, Explain explain) {
    return recommend(history(user), attributes(user), page, seen, explain);
  }

  /**
   * Items for somebody of whom this is known, as for a user of this history.
   *
   * @throws NotReadyException when no index is serving yet
   * @throws TooStaleException when the index lags too far behind for the page
   */
  public Answer recommend(History history, Page page, Seen seen) {
    return recommend(history, page, seen, Explain.NOTHING);
  }

  /**
   * The same, explained where that is wanted and the answer is personal.
   *
   * @throws NotReadyException when no index is serving yet
   * @throws TooStaleException when the index lags too far behind for the page
   */
  public Answer recommend(History history, Page page, Seen seen, Explain explain) {
    return recommend(history, List.of(), page, seen, explain);
  }

  private Answer recommend(
      History history, List<String> attributes, Page page, Seen seen, Explain explain) {
    Generation generation = generation(page);
    Set<String> excluded = seen == Seen.EXCLUDED ? history.seen() : Set.of();
    UserSpace space = UserSpace.of(generation, userVectors, attributes);
    Optional<float[]> query = space.query().apply(history);
    if (query.isPresent()) {
      List<Candidate> found =
          nearest.search(generation, space.items(), query.get(), page, excluded);
      Answer answer = answer(scaled(found, space.scale()), Source.PERSONAL, generation);
      return explain == Explain.PLAYS
          ? explained(
              answer, new Explanations(stores.catalog(), generation, space, history, query.get()))
          : answer;
    }
    List<Candidate> popular =
        nearest.fill(
            page,
            nearest.filter(page, excluded),
            (limit, filter) ->
                popularItems.top(limit, filter, generation.facts(), clock.instant()));
    return answer(popular, Source.POPULAR, generation);
  }

  private static Answer explained(Answer answer, Explanations explanations) {
    List<Optional<Explanation>> because =
        answer.items().stream().map(item -> explanations.of(item.id())).toList();
    return answer.because(because);
  }

  private static List<Candidate> scaled(List<Candidate> found, double scale) {
    return found.stream().map(it -> new Candidate(it.id(), it.type(), it.score() * scale)).toList();
  }

  /**
   * Items near a vector of the serving release's embedding space.
   *
   * @throws BadVectorException when it has another length, is not finite or is zero
   * @throws NotReadyException when no index is serving yet
   * @throws TooStaleException when the index lags too far behind for the page
   */
  public Answer near(float[] vector, Page page) {
    return near(generation -> vector, page);
  }

  /**
   * Items near a vector that is found once it is known in which embedding space: that of the
   * generation which answers, whatever is activated meanwhile.
   *
   * @throws BadVectorException when it has another length, is not finite or is zero
   * @throws NotReadyException when no index is serving yet
   * @throws TooStaleException when the index lags too far behind for the page
   */
  public Answer near(Function<Generation, float[]> vector, Page page) {
    Generation generation = generation(page);
    float[] unit = Vectors.unit(vector.apply(generation));
    List<Candidate> near = nearest.search(generation, generation.index(), unit, page, Set.of());
    return answer(near, Source.SEARCH, generation);
  }

  /**
   * Items near an item, without itself.
   *
   * @return empty when the catalogue does not show the item or it has no vector
   * @throws NotReadyException when no index is serving yet
   * @throws TooStaleException when the index lags too far behind for the page
   */
  public Optional<Answer> neighbors(String item, Page page) {
    Generation generation = generation(page);
    if (!stores.catalog().contains(item)) {
      return Optional.empty();
    }
    return generation
        .index()
        .vector(item)
        .map(vector -> nearest.search(generation, generation.index(), vector, page, Set.of(item)))
        .map(near -> answer(near, Source.NEIGHBORS, generation));
  }

  /**
   * Why an item would stand where it does for a user.
   *
   * @param shares of the item's neighbors in the graph
   * @return empty when the catalogue does not show the item, or it or all that the user had has no
   *     embedding
   * @throws NotReadyException when no index is serving yet
   */
  public Optional<Why> why(String user, String item, Map<String, Float> shares) {
    Generation generation = generation();
    UserSpace space = UserSpace.of(generation, userVectors, attributes(user));
    History history = history(user);
    Optional<CatalogEntry> entry = stores.catalog().find(item);
    Optional<float[]> vector = space.items().vector(item);
    Optional<float[]> query = space.query().apply(history);
    if (entry.isEmpty() || vector.isEmpty() || query.isEmpty()) {
      return Optional.empty();
    }
    double score = Vectors.dot(vector.get(), 0, query.get()) * space.scale();
    ScoredItem scored = new ScoredItem(item, entry.get().title(), entry.get().type(), score);
    List<Why.MovingNeighbor> neighbors =
        generation
            .towers()
            .map(it -> MovingNeighbors.of(stores.catalog(), it, item, shares, query.get()))
            .orElse(List.of());
    return new Explanations(stores.catalog(), generation, space, history, query.get())
        .of(item)
        .map(because -> new Why(scored, because, neighbors, IndexState.of(generation)));
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
                    item, entry, generation.facts().find(item), IndexState.of(generation)));
  }

  /**
   * What a user did lately.
   *
   * @return empty when nothing is known of the user
   * @throws NotReadyException when no index is serving yet
   */
  public Optional<UserView> user(String user) {
    Generation generation = generation();
    return stores
        .histories()
        .find(user)
        .map(
            history ->
                new UserView(
                    user,
                    listed(history.liked()),
                    listed(
                        history.seen().stream()
                            .filter(item -> !history.liked().contains(item))
                            .sorted()
                            .toList()),
                    IndexState.of(generation)));
  }

  /** An item as the catalogue shows it. */
  public ListedItem listed(String item) {
    Optional<CatalogEntry> entry = stores.catalog().find(item);
    return new ListedItem(
        item,
        entry.map(CatalogEntry::title).orElse(null),
        entry.map(CatalogEntry::type).orElse(null));
  }

  private List<ListedItem> listed(List<String> items) {
    return items.stream().map(this::listed).toList();
  }

  private History history(String user) {
    return stores.histories().find(user).orElse(History.EMPTY);
  }

  private List<String> attributes(String user) {
    return stores.userAttributes().find(user).orElse(List.of());
  }

  private Generation generation() {
    return serving.get().orElseThrow(NotReadyException::new);
  }

  private Generation generation(Page page) {
    Generation generation = generation();
    Duration lag = generation.progress().get().lag();
    if (lag.compareTo(page.maxStaleness()) > 0) {
      throw new TooStaleException(lag.toMillis(), page.maxStaleness().toMillis());
    }
    return generation;
  }

  private Answer answer(List<Candidate> candidates, Source source, Generation generation) {
    List<ScoredItem> items =
        candidates.stream().map(this::shown).flatMap(Optional::stream).toList();
    return new Answer(items, source, IndexState.of(generation));
  }

  private Optional<ScoredItem> shown(Candidate candidate) {
    Optional<CatalogEntry> entry = stores.catalog().find(candidate.id());
    return entry.map(
        it -> new ScoredItem(candidate.id(), it.title(), it.type(), candidate.score()));
  }
}
