package io.freshet.server.retrieval.query;

import java.util.List;

/**
 * Why an item stands where it does.
 *
 * @param popularity part of the score that is the same for everybody
 * @param plays items of the user's history that moved it up, the one that did most first
 */
public record Explanation(double popularity, List<Play> plays) {
  public Explanation {
    plays = List.copyOf(plays);
  }

  /**
   * An item of the history.
   *
   * @param contribution how much lower the score would be without it
   * @param similarity cosine of its embedding and the explained item's, which says whether graph
   *     and text bring the two together
   */
  public record Play(String id, String title, double contribution, double similarity) {}
}
