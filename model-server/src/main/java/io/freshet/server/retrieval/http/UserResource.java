package io.freshet.server.retrieval.http;

import io.freshet.server.retrieval.query.Recommender;
import io.javalin.http.Context;

/** {@code GET /api/users/{user}/history}. */
final class UserResource {
  private final Recommender recommender;

  UserResource(Recommender recommender) {
    this.recommender = recommender;
  }

  void showHistory(Context context) {
    String user = context.pathParam("user");
    context.json(
        recommender
            .user(user)
            .map(UserHistoryView::of)
            .orElseThrow(
                () ->
                    new RequestException(
                        ErrorCode.USER_NOT_FOUND,
                        "Cannot show history: nothing is known of the user (%s)".formatted(user))));
  }
}
