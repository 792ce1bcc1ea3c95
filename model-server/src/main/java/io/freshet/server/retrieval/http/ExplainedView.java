package io.freshet.server.retrieval.http;

import io.freshet.server.retrieval.query.Answer;
import io.freshet.server.retrieval.query.Explanation;
import io.freshet.server.retrieval.query.ScoredItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An {@link Answer} that explains itself, as clients see it. */
record ExplainedView(List<Item> items, String source, AnswerView.IndexView index) {
  /**
   * An item and why it is there.
   *
   * @param because null when the answer is not personal
   */
  record Item(String id, String title, String type, double score, @Nullable Explanation because) {}

  static ExplainedView of(Answer answer) {
    List<Item> items = new ArrayList<>();
    for (int place = 0; place < answer.items().size(); place++) {
      ScoredItem item = answer.items().get(place);
      Explanation because =
          answer.because().isEmpty() ? null : answer.because().get(place).orElse(null);
      items.add(new Item(item.id(), item.title(), item.type(), item.score(), because));
    }
    return new ExplainedView(
        items,
        answer.source().name().toLowerCase(Locale.ROOT),
        AnswerView.IndexView.of(answer.index()));
  }
}
