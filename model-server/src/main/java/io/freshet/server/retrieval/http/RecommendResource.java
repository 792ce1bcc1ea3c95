package io.freshet.server.retrieval.http;

import io.freshet.server.retrieval.query.Recommender;
import io.javalin.http.Context;

/** {@code GET /api/recommend/{user}?n=&types=&exclude_seen=}. */
final class RecommendResource {
  private final Recommender recommender;

  RecommendResource(Recommender recommender) {
    this.recommender = recommender;
  }

  void show(Context context) {
    String user = context.pathParam("user");
    context.json(
        AnswerView.of(
            recommender.recommend(user, Parameters.page(context), Parameters.seen(context))));
  }
}
