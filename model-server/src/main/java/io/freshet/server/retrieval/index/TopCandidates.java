package io.freshet.server.retrieval.index;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Keeps the best {@code limit} of the candidates offered: a heap with the worst on top, so an offer
 * costs O(log limit). One owner, one thread.
 */
public final class TopCandidates {
  private static final int INITIAL_CAPACITY = 16;

  private final int limit;
  private final PriorityQueue<Candidate> worstFirst =
      new PriorityQueue<>(INITIAL_CAPACITY, Candidate.BEST_FIRST.reversed());

  /**
   * An empty selection.
   *
   * @throws IllegalArgumentException when the limit is below 1
   */
  public TopCandidates(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException(
          "Cannot select candidates: limit must be at least 1 (%d)".formatted(limit));
    }
    this.limit = limit;
  }

  /** Whether a candidate of this score could be kept; lets a scan skip its filter. */
  public boolean couldKeep(double score) {
    Candidate worst = worstFirst.peek();
    return worstFirst.size() < limit || worst == null || score >= worst.score();
  }

  /** Keeps the candidate if it is among the best so far. */
  public void offer(Candidate candidate) {
    worstFirst.add(candidate);
    if (worstFirst.size() > limit) {
      worstFirst.poll();
    }
  }

  /** The kept candidates, best first. */
  public List<Candidate> bestFirst() {
    List<Candidate> sorted = new ArrayList<>(worstFirst);
    sorted.sort(Candidate.BEST_FIRST);
    return sorted;
  }
}
