package io.freshet.server.retrieval.http;

import io.freshet.server.retrieval.query.Recommender;
import io.freshet.server.retrieval.query.TitleSearch;
import io.javalin.http.Context;
import java.time.InstantSource;

/**
 * {@code GET /api/items/{item}}, {@code GET /api/items/{item}/neighbors?n=&types=} and {@code GET
 * /api/items?q=&n=}.
 */
final class ItemResource {
  private final Recommender recommender;
  private final TitleSearch titles;
  private final InstantSource clock;

  ItemResource(Recommender recommender, TitleSearch titles, InstantSource clock) {
    this.recommender = recommender;
    this.titles = titles;
    this.clock = clock;
  }

  void search(Context context) {
    String text = context.queryParam("q");
    if (text == null) {
      throw new RequestException(ErrorCode.INVALID_PARAMETER, "Cannot search titles: q is missing");
    }
    try {
      context.json(new TitlesView(titles.search(text, Parameters.limit(context))));
    } catch (IllegalArgumentException e) {
      throw new RequestException(ErrorCode.INVALID_PARAMETER, String.valueOf(e.getMessage()));
    }
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
