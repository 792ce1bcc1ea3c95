package io.freshet.server.retrieval.http;

import io.freshet.server.retrieval.query.Answer;
import io.freshet.server.retrieval.query.IndexState;
import io.freshet.server.retrieval.query.ScoredItem;
import java.util.List;
import java.util.Locale;

/** An {@link Answer} as clients see it. */
record AnswerView(List<ScoredItem> items, String source, IndexView index) {
  /** Wire form of {@link IndexState}. */
  record IndexView(String release, long generation, int size, long appliedOffset, long lagMs) {
    static IndexView of(IndexState state) {
      return new IndexView(
          state.release(),
          state.generation(),
          state.size(),
          state.appliedOffset(),
          state.lagMillis());
    }
  }

  static AnswerView of(Answer answer) {
    return new AnswerView(
        answer.items(),
        answer.source().name().toLowerCase(Locale.ROOT),
        IndexView.of(answer.index()));
  }
}
