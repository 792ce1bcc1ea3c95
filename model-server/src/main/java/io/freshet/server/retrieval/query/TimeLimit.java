package io.freshet.server.retrieval.query;

import io.freshet.server.retrieval.index.CandidateFilter;
import io.freshet.server.retrieval.index.Facet;
import java.time.Duration;

/**
 * A filter that ends a search which takes too long: the time goes where the filter is asked. Looks
 * at the clock once per {@value #ASKS} questions. One owner, one thread.
 */
final class TimeLimit implements CandidateFilter {
  private static final int ASKS = 256;

  private final CandidateFilter filter;
  private final Duration limit;
  private final long startNanos = System.nanoTime();
  private int asks;

  TimeLimit(CandidateFilter filter, Duration limit) {
    this.filter = filter;
    this.limit = limit;
  }

  @Override
  public boolean mayAccept(Facet facet, String value) {
    return filter.mayAccept(facet, value);
  }

  @Override
  public boolean accepts(String id, String type) {
    asks++;
    if (asks % ASKS == 0 && System.nanoTime() - startNanos > limit.toNanos()) {
      throw new TooSlowException(limit);
    }
    return filter.accepts(id, type);
  }
}
