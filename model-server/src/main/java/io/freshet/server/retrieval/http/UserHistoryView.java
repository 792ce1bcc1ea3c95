package io.freshet.server.retrieval.http;

import io.freshet.server.retrieval.query.ListedItem;
import io.freshet.server.retrieval.query.UserView;
import java.util.List;

/** A {@link UserView} as clients see it. */
record UserHistoryView(
    String user, List<ListedItem> liked, List<ListedItem> skipped, AnswerView.IndexView index) {
  static UserHistoryView of(UserView view) {
    return new UserHistoryView(
        view.user(), view.liked(), view.skipped(), AnswerView.IndexView.of(view.index()));
  }
}
