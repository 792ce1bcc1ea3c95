package io.freshet.server.retrieval.http;

import io.javalin.http.Context;

/** {@code POST /api/releases/{release}/activate} and {@code /rollback}. */
final class ReleaseResource {
  private final ReleaseSwitch releases;

  ReleaseResource(ReleaseSwitch releases) {
    this.releases = releases;
  }

  void activate(Context context) {
    context.json(releases.activate(context.pathParam("release")));
  }

  void rollback(Context context) {
    context.json(releases.rollback(context.pathParam("release")));
  }
}
