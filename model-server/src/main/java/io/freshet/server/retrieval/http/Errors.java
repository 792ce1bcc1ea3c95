package io.freshet.server.retrieval.http;

import io.freshet.server.retrieval.index.BadVectorException;
import io.freshet.server.retrieval.query.NotReadyException;
import io.freshet.server.retrieval.query.TooSlowException;
import io.freshet.server.retrieval.query.TooStaleException;
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
    app.exception(RequestException.class, (e, it) -> answer(it, e.code(), e.getMessage()));
    app.exception(ReleaseRefusedException.class, (e, it) -> answer(it, e.code(), e.getMessage()));
    app.exception(
        NotReadyException.class, (e, it) -> answer(it, ErrorCode.NOT_READY, e.getMessage()));
    app.exception(
        TooStaleException.class, (e, it) -> answer(it, ErrorCode.TOO_STALE, e.getMessage()));
    app.exception(
        TooSlowException.class, (e, it) -> answer(it, ErrorCode.TOO_SLOW, e.getMessage()));
    app.exception(
        BadVectorException.class, (e, it) -> answer(it, ErrorCode.INVALID_VECTOR, e.getMessage()));
    app.exception(HttpResponseException.class, (e, it) -> answer(it, code(e), e.getMessage()));
    app.exception(
        Exception.class,
        (e, it) -> {
          LOG.error("Cannot answer {}", it.endpointHandlerPath(), e);
          answer(it, ErrorCode.INTERNAL, "Cannot answer: internal error");
        });
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
