package io.freshet.server.retrieval.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;

/** Lets only those in who show the key that a route asks for. */
final class Doorkeeper {
  static final String HEADER = "X-API-Key";

  private final ApiKeys keys;

  Doorkeeper(ApiKeys keys) {
    this.keys = keys;
  }

  Handler guarded(Access access, Handler handler) {
    return context -> {
      check(context, access);
      handler.handle(context);
    };
  }

  private void check(Context context, Access access) {
    String shown = context.header(HEADER);
    if (keys.allow(shown, access)) {
      return;
    }
    if (access == Access.ADMIN && !keys.canAdminister()) {
      throw new RequestException(
          ErrorCode.FORBIDDEN, "Cannot administer: the server was started without an admin key");
    }
    if (access == Access.ADMIN && keys.allow(shown, Access.READ) && keys.areSet()) {
      throw new RequestException(
          ErrorCode.FORBIDDEN, "Cannot administer: the key is the read-only one");
    }
    throw new RequestException(
        ErrorCode.UNAUTHORIZED,
        "Cannot answer: %s is missing or not a key of this server".formatted(HEADER));
  }
}
