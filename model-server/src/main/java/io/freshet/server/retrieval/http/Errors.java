package io.freshet.server.retrieval.http;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.router.JavalinDefaultRoutingApi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns exceptions into the error envelope. */
final class Errors {
  private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

  private final QueryMetrics metrics;

  Errors(QueryMetrics metrics) {
    this.metrics = metrics;
  }

  void register(JavalinDefaultRoutingApi<?> app) {
    app.exception(HttpResponseException.class, (e, it) -> answer(it, code(e), e.getMessage()));
    app.exception(Exception.class, (e, it) -> answer(it, e));
  }

  private void answer(Context context, Exception exception) {
    Failure failure = Failure.of(exception);
    if (failure.code() == ErrorCode.INTERNAL) {
      LOG.error("Cannot answer {}", context.endpointHandlerPath(), exception);
    }
    answer(context, failure.code(), failure.message());
  }

  private void answer(Context context, ErrorCode code, @Nullable String message) {
    metrics.failed(code);
    context.status(code.status()).json(ErrorView.of(code, String.valueOf(message)));
  }

  private static ErrorCode code(HttpResponseException e) {
    return switch (e.getStatus()) {
      case 404 -> ErrorCode.NOT_FOUND;
      case 405 -> ErrorCode.METHOD_NOT_ALLOWED;
      case 413 -> ErrorCode.BODY_TOO_LARGE;
      default -> e.getStatus() < 500 ? ErrorCode.INVALID_REQUEST : ErrorCode.INTERNAL;
    };
  }
}
