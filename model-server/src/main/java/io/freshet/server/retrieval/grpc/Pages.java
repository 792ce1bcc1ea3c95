package io.freshet.server.retrieval.grpc;

import io.freshet.schemas.retrieval.PageRequest;
import io.freshet.server.retrieval.filter.Filter;
import io.freshet.server.retrieval.http.ErrorCode;
import io.freshet.server.retrieval.http.FilterParser;
import io.freshet.server.retrieval.http.PageParser;
import io.freshet.server.retrieval.http.RequestException;
import io.freshet.server.retrieval.query.Accuracy;
import io.freshet.server.retrieval.query.Page;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;

/** Pages as gRPC callers ask for them. */
final class Pages {
  private static final int DEFAULT_LIMIT = 10;

  private Pages() {}

  static Page page(PageRequest request) {
    if (request.getExcludeCount() > PageParser.MAX_EXCLUDED) {
      throw new RequestException(
          ErrorCode.INVALID_REQUEST,
          "Cannot answer: exclude must have no more than %d ids (%d)"
              .formatted(PageParser.MAX_EXCLUDED, request.getExcludeCount()));
    }
    String filter = request.getFilterJson();
    try {
      return new Page(
          request.getN() == 0 ? DEFAULT_LIMIT : request.getN(),
          filter.isEmpty() ? Filter.ALL : FilterParser.parse(filter),
          Set.copyOf(request.getExcludeList()),
          request.getPerCreator() == 0
              ? OptionalInt.empty()
              : OptionalInt.of(request.getPerCreator()),
          request.getExact() ? Accuracy.EXACT : Accuracy.USUAL,
          request.hasMaxStalenessMs()
              ? Duration.ofMillis(request.getMaxStalenessMs())
              : Page.ANY_STALENESS);
    } catch (IllegalArgumentException e) {
      throw new RequestException(ErrorCode.INVALID_PARAMETER, String.valueOf(e.getMessage()));
    }
  }
}
