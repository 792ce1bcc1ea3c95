package io.freshet.server.retrieval.query;

import java.util.List;

/**
 * Items for a user or near an item.
 *
 * @param items best first
 */
public record Answer(List<ScoredItem> items, Source source, IndexState index) {
  public Answer {
    items = List.copyOf(items);
  }
}
