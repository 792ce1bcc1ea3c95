package io.freshet.server.retrieval.http;

import io.freshet.server.retrieval.query.Recommender;
import io.javalin.http.Context;
import java.time.InstantSource;

/** {@code GET /api/items/{item}} and {@code GET /api/items/{item}/neighbors?n=&types=}. */
final class ItemResource {
  private final Recommender recommender;
  private final InstantSource clock;

  ItemResource(Recommender recommender, InstantSource clock) {
    this.recommender = recommender;
    this.clock = clock;
  }

  void show(Context context) {
    String item = context.pathParam("item");
    context.json(
        recommender
            .item(item)
            .map(view -> ItemDetailView.of(view, clock.instant()))
            .orElseThrow(() -> notFound("the catalogue does not show it", item)));
  }

  void showNeighbors(Context context) {
    String item = context.pathParam("item");
    context.json(
        recommender
            .neighbors(item, Parameters.page(context))
            .map(AnswerView::of)
            .orElseThrow(
                () -> notFound("the catalogue does not show it or it has no embedding yet", item)));
  }

  private static RequestException notFound(String why, String item) {
    return new RequestException(
        ErrorCode.ITEM_NOT_FOUND, "Cannot find item: %s (%s)".formatted(why, item));
  }
}
