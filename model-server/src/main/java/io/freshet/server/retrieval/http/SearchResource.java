package io.freshet.server.retrieval.http;

import io.freshet.server.retrieval.query.Page;
import io.freshet.server.retrieval.query.Recommender;
import io.javalin.http.Context;
import java.util.Set;

/** {@code POST /api/search}: items near a vector of the serving release's embedding space. */
final class SearchResource {
  private final Recommender recommender;

  SearchResource(Recommender recommender) {
    this.recommender = recommender;
  }

  void answer(Context context) {
    Body body = Body.of(context, PageParser.fields(Set.of("vector")));
    Page page = PageParser.page(body);
    context.json(AnswerView.of(recommender.near(body.vector("vector"), page)));
  }
}
