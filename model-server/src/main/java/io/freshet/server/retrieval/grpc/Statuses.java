package io.freshet.server.retrieval.grpc;

import io.freshet.server.retrieval.http.ErrorCode;
import io.freshet.server.retrieval.http.Failure;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** Failures as gRPC says them: a status by kind, our code in the metadata. */
final class Statuses {
  static final Metadata.Key<String> CODE =
      Metadata.Key.of("freshet-error-code", Metadata.ASCII_STRING_MARSHALLER);

  private Statuses() {}

  static StatusRuntimeException exception(Failure failure) {
    return status(failure).asRuntimeException(trailers(failure));
  }

  static Status status(Failure failure) {
    return kind(failure.code()).withDescription(failure.message());
  }

  static Metadata trailers(Failure failure) {
    Metadata trailers = new Metadata();
    trailers.put(CODE, failure.code().wireName());
    return trailers;
  }

  private static Status kind(ErrorCode code) {
    return switch (code.status()) {
      case 400 -> Status.INVALID_ARGUMENT;
      case 401 -> Status.UNAUTHENTICATED;
      case 403 -> Status.PERMISSION_DENIED;
      case 404 -> Status.NOT_FOUND;
      case 409 -> Status.FAILED_PRECONDITION;
      case 413 -> Status.RESOURCE_EXHAUSTED;
      case 503 -> Status.UNAVAILABLE;
      default -> Status.INTERNAL;
    };
  }
}
