package io.freshet.server.retrieval.query;

import java.util.List;
import java.util.Optional;

/**
 * Items for a user or near an item.
 *
 * @param items best first
 * @param because why each item is there, as far as that was asked for and is known; as long as the
 *     items, or empty
 */
public record Answer(
    List<ScoredItem> items, Source source, IndexState index, List<Optional<Explanation>> because) {
  public Answer {
    items = List.copyOf(items);
    because = List.copyOf(because);
  }

  /** An answer that explains nothing. */
  public Answer(List<ScoredItem> items, Source source, IndexState index) {
    this(items, source, index, List.of());
  }

  /** This answer, explained. */
  Answer because(List<Optional<Explanation>> explanations) {
    return new Answer(items, source, index, explanations);
  }
}
