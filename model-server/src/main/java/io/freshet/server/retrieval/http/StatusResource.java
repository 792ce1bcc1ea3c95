package io.freshet.server.retrieval.http;

import io.freshet.server.retrieval.status.StatusFeed;
import io.javalin.http.Context;

/** {@code GET /api/status}: how the system is; {@code GET /api/map}: the catalogue in a plane. */
final class StatusResource {
  private final StatusFeed feed;

  StatusResource(StatusFeed feed) {
    this.feed = feed;
  }

  void show(Context context) {
    context.json(feed.newest());
  }

  void showMap(Context context) {
    context.json(
        feed.map()
            .orElseThrow(
                () ->
                    new RequestException(
                        ErrorCode.NOT_READY,
                        "Cannot draw the catalogue: no index serves that has items enough")));
  }
}
