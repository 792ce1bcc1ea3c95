package io.freshet.server.retrieval.http;

import io.freshet.server.retrieval.query.Page;
import io.freshet.server.retrieval.query.Seen;
import io.javalin.http.Context;
import java.util.LinkedHashSet;
import java.util.Set;

/** Query parameters of a request, checked. */
final class Parameters {
  private static final int DEFAULT_LIMIT = 10;
  private static final int MAX_TYPES = 64;

  private Parameters() {}

  /** {@code n} and {@code types}. */
  static Page page(Context context) {
    try {
      return new Page(limit(context), types(context));
    } catch (IllegalArgumentException e) {
      throw new RequestException(ErrorCode.INVALID_PARAMETER, String.valueOf(e.getMessage()));
    }
  }

  /** {@code exclude_seen}, true unless said otherwise. */
  static Seen seen(Context context) {
    String value = context.queryParam("exclude_seen");
    if (value == null || value.equals("true")) {
      return Seen.EXCLUDED;
    }
    if (value.equals("false")) {
      return Seen.INCLUDED;
    }
    throw new RequestException(
        ErrorCode.INVALID_PARAMETER,
        "Cannot answer: exclude_seen must be true or false (%s)".formatted(value));
  }

  /** {@code n}, any whole number. */
  static int limit(Context context) {
    String value = context.queryParam("n");
    if (value == null) {
      return DEFAULT_LIMIT;
    }
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new RequestException(
          ErrorCode.INVALID_PARAMETER,
          "Cannot answer: n must be a whole number between 1 and %d (%s)"
              .formatted(Page.MAX_LIMIT, value));
    }
  }

  /** Comma-separated, repeated, or both. */
  private static Set<String> types(Context context) {
    Set<String> types = new LinkedHashSet<>();
    for (String value : context.queryParams("types")) {
      for (String type : value.split(",", -1)) {
        if (!type.isBlank()) {
          types.add(type.strip());
        }
      }
    }
    if (types.size() > MAX_TYPES) {
      throw new IllegalArgumentException(
          "Cannot answer: at most %d types (%d)".formatted(MAX_TYPES, types.size()));
    }
    return types;
  }
}
