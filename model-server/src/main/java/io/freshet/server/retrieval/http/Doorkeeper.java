package io.freshet.server.retrieval.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import org.jspecify.annotations.Nullable;

/**
 * Lets only those in who show the key that a route asks for: in {@code X-API-Key}, or as a bearer
 * token (RFC 6750), which is what callers can set that know no other header, such as Prometheus.
 */
final class Doorkeeper {
  static final String HEADER = "X-API-Key";
  private static final String BEARER = "Bearer ";

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
    @Nullable String shown = shown(context);
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

  private static @Nullable String shown(Context context) {
    @Nullable String key = context.header(HEADER);
    @Nullable String authorization = context.header("Authorization");
    boolean isBearer =
        authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
    return key == null && isBearer ? authorization.substring(BEARER.length()).strip() : key;
  }
}
