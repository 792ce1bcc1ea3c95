package io.freshet.server.retrieval.query;

import static java.util.Objects.requireNonNull;

import io.freshet.server.retrieval.index.CatalogEntry;
import io.freshet.server.retrieval.index.Popularity;
import io.freshet.server.retrieval.index.Stores;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Finds items by their titles, for people who look for one: all words of the text must be in the
 * title, whatever the case. Best first: the id itself, the whole title, its beginning, beginnings
 * of words, anything else; then what is most popular. Looks at every title of the catalogue, which
 * is meant for few callers: a million titles take some tenths of a second.
 */
public final class TitleSearch {
  /** Most items of one answer. */
  public static final int MAX_LIMIT = 50;

  /** Longest text. */
  public static final int MAX_LENGTH = 200;

  private static final int LOOKS = 1024;

  private record Found(int rank, double popularity, ListedItem item) {}

  private static final Comparator<Found> BEST_FIRST =
      Comparator.comparingInt(Found::rank)
          .thenComparing(Comparator.comparingDouble(Found::popularity).reversed())
          .thenComparing(it -> String.valueOf(it.item().title()))
          .thenComparing(it -> it.item().id());

  private final Stores stores;

  public TitleSearch(Stores stores) {
    this.stores = requireNonNull(stores, "stores is null");
  }

  /**
   * Items that match, best first.
   *
   * @param text at most {@value #MAX_LENGTH} characters, not blank
   * @param limit most items, 1 to {@value #MAX_LIMIT}
   * @throws TooSlowException when it takes too long
   */
  public List<ListedItem> search(String text, int limit) {
    check(text, limit);
    TitleMatch match = new TitleMatch(text);
    PriorityQueue<Found> worstFirst = new PriorityQueue<>(BEST_FIRST.reversed());
    long startNanos = System.nanoTime();
    int[] looks = new int[1];
    stores
        .catalog()
        .forEach(
            (id, entry) -> {
              looks[0]++;
              if (looks[0] % LOOKS == 0
                  && System.nanoTime() - startNanos > Nearest.TIME_LIMIT.toNanos()) {
                throw new TooSlowException(Nearest.TIME_LIMIT);
              }
              int rank = match.rank(id, entry.title());
              if (rank != TitleMatch.NONE) {
                offer(worstFirst, found(rank, id, entry), limit);
              }
            });
    List<Found> best = new ArrayList<>(worstFirst);
    best.sort(BEST_FIRST);
    return best.stream().map(Found::item).toList();
  }

  private static void check(String text, int limit) {
    if (text.isBlank() || text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "Cannot search titles: q must have 1 to %d characters (%d)"
              .formatted(MAX_LENGTH, text.length()));
    }
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException(
          "Cannot search titles: n must be between 1 and %d (%d)".formatted(MAX_LIMIT, limit));
    }
  }

  private Found found(int rank, String id, CatalogEntry entry) {
    double popularity =
        stores.popularity().find(id).map(Popularity::rank).orElse(Double.NEGATIVE_INFINITY);
    return new Found(rank, popularity, new ListedItem(id, entry.title(), entry.type()));
  }

  private static void offer(PriorityQueue<Found> worstFirst, Found found, int limit) {
    if (worstFirst.size() < limit) {
      worstFirst.add(found);
    } else if (BEST_FIRST.compare(found, worstFirst.element()) < 0) {
      worstFirst.remove();
      worstFirst.add(found);
    }
  }
}
