package io.freshet.server.retrieval.http;

import io.freshet.server.retrieval.graph.LookupFailedException;
import io.freshet.server.retrieval.graph.Neighborhood;
import io.freshet.server.retrieval.graph.NeighborhoodSource;
import io.freshet.server.retrieval.query.Explanation;
import io.freshet.server.retrieval.query.Recommender;
import io.freshet.server.retrieval.query.Why;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code GET /api/items/{item}/why/{user}}: what moves an item up for a user. */
final class WhyResource {
  /** A {@link Why} as clients see it. */
  record WhyView(
      String id,
      String title,
      String type,
      double score,
      Explanation because,
      List<Why.MovingNeighbor> neighbors,
      AnswerView.IndexView index) {
    static WhyView of(Why why) {
      return new WhyView(
          why.item().id(),
          why.item().title(),
          why.item().type(),
          why.item().score(),
          why.because(),
          why.neighbors(),
          AnswerView.IndexView.of(why.index()));
    }
  }

  private final NeighborhoodSource graph;
  private final Recommender recommender;

  WhyResource(NeighborhoodSource graph, Recommender recommender) {
    this.graph = graph;
    this.recommender = recommender;
  }

  void show(Context context) {
    String item = context.pathParam("item");
    String user = context.pathParam("user");
    context.json(
        recommender
            .why(user, item, shares(item))
            .map(WhyView::of)
            .orElseThrow(
                () ->
                    new RequestException(
                        ErrorCode.ITEM_NOT_FOUND,
                        "Cannot explain: the catalogue does not show the item, or it or all that the user had has no embedding (%s, %s)"
                            .formatted(item, user))));
  }

  private Map<String, Float> shares(String item) {
    Map<String, Float> shares = new LinkedHashMap<>();
    try {
      graph
          .find(item)
          .map(Neighborhood::neighbors)
          .orElse(List.of())
          .forEach(neighbor -> shares.put(neighbor.id(), neighbor.share()));
    } catch (LookupFailedException e) {
      throw new RequestException(ErrorCode.TOO_SLOW, String.valueOf(e.getMessage()));
    }
    return shares;
  }
}
