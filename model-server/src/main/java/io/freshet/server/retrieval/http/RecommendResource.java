package io.freshet.server.retrieval.http;

import io.freshet.server.retrieval.index.History;
import io.freshet.server.retrieval.query.Answer;
import io.freshet.server.retrieval.query.Explain;
import io.freshet.server.retrieval.query.Page;
import io.freshet.server.retrieval.query.Recommender;
import io.freshet.server.retrieval.query.Seen;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code GET /api/recommend/{user}?n=&types=&exclude_seen=}, and {@code POST /api/recommend} for
 * all that can be asked.
 */
final class RecommendResource {
  private final Recommender recommender;
  private final AnswerMetrics metrics;

  RecommendResource(Recommender recommender, AnswerMetrics metrics) {
    this.recommender = recommender;
    this.metrics = metrics;
  }

  void show(Context context) {
    String user = context.pathParam("user");
    context.json(
        AnswerView.of(
            metrics.counted(
                recommender.recommend(user, Parameters.page(context), Parameters.seen(context)))));
  }

  void answer(Context context) {
    Body body =
        Body.of(context, PageParser.fields(Set.of("user", "history", "exclude_seen", "explain")));
    Page page = PageParser.page(body);
    Seen seen = body.flag("exclude_seen").orElse(true) ? Seen.EXCLUDED : Seen.INCLUDED;
    if (body.flag("explain").orElse(false)) {
      context.json(ExplainedView.of(metrics.counted(answer(body, page, seen, Explain.PLAYS))));
    } else {
      context.json(AnswerView.of(metrics.counted(answer(body, page, seen, Explain.NOTHING))));
    }
  }

  private Answer answer(Body body, Page page, Seen seen, Explain explain) {
    Optional<String> user = body.text("user");
    Optional<List<String>> history = body.texts("history", History.MAX_GIVEN);
    if (user.isPresent() == history.isPresent()) {
      throw new RequestException(
          ErrorCode.INVALID_REQUEST, "Cannot answer: name either a user or a history");
    }
    return user.map(it -> recommender.recommend(it, page, seen, explain))
        .orElseGet(() -> recommender.recommend(liked(history.orElseThrow()), page, seen, explain));
  }

  private static History liked(List<String> newestFirst) {
    return new History(newestFirst, Set.copyOf(newestFirst));
  }
}
