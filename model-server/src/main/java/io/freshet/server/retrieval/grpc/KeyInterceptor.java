package io.freshet.server.retrieval.grpc;

import io.freshet.server.retrieval.http.ApiKeys;
import io.freshet.server.retrieval.http.ErrorCode;
import io.freshet.server.retrieval.http.Failure;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/** Lets only those in who show a key, where any is set. */
final class KeyInterceptor implements ServerInterceptor {
  static final Metadata.Key<String> KEY =
      Metadata.Key.of("x-api-key", Metadata.ASCII_STRING_MARSHALLER);

  private final ApiKeys keys;
  private final GrpcMetrics metrics;

  KeyInterceptor(ApiKeys keys, GrpcMetrics metrics) {
    this.keys = keys;
    this.metrics = metrics;
  }

  @Override
  public <A, B> ServerCall.Listener<A> interceptCall(
      ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
    if (keys.mayRead(headers.get(KEY))) {
      return next.startCall(call, headers);
    }
    Failure failure =
        new Failure(
            ErrorCode.UNAUTHORIZED,
            "Cannot answer: %s is missing or not a key of this server".formatted(KEY.name()));
    metrics.failed(failure.code());
    call.close(Statuses.status(failure), Statuses.trailers(failure));
    return new ServerCall.Listener<>() {};
  }
}
