package io.freshet.server.retrieval.index;

import java.util.List;
import java.util.Set;

/**
 * What a user did lately.
 *
 * @param liked items of interactions that count as evidence of taste, newest first, repeats kept
 * @param seen every item of the history, skipped ones too
 */
public record History(List<String> liked, Set<String> seen) {
  /** A user of whom nothing is known. */
  public static final History EMPTY = new History(List.of(), Set.of());

  public History {
    liked = List.copyOf(liked);
    seen = Set.copyOf(seen);
  }
}
