package io.freshet.server.inference;

import static java.util.Objects.requireNonNull;

import io.freshet.schemas.inference.GRPCInferenceServiceGrpc;
import io.freshet.schemas.inference.ModelInferRequest;
import io.freshet.schemas.inference.ModelInferResponse;
import io.freshet.schemas.inference.ModelMetadataRequest;
import io.freshet.schemas.inference.ModelMetadataResponse;
import io.freshet.schemas.inference.ModelMetadataResponse.TensorMetadata;
import io.freshet.schemas.inference.ModelReadyRequest;
import io.freshet.schemas.inference.ModelReadyResponse;
import io.freshet.schemas.inference.ServerLiveRequest;
import io.freshet.schemas.inference.ServerLiveResponse;
import io.freshet.schemas.inference.ServerMetadataRequest;
import io.freshet.schemas.inference.ServerMetadataResponse;
import io.freshet.schemas.inference.ServerReadyRequest;
import io.freshet.schemas.inference.ServerReadyResponse;
import io.freshet.server.inference.batch.InferenceException;
import io.freshet.server.inference.batch.TensorSpec;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Open Inference Protocol v2 over gRPC. */
final class GrpcInferenceService extends GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase {
  private final InferenceService service;
  private final ModelRegistry registry;
  private final Executor answers;

  /**
   * A service.
   *
   * @param answers encodes answers, so that a queue's thread can go on with its next batch
   */
  GrpcInferenceService(InferenceService service, ModelRegistry registry, Executor answers) {
    this.service = service;
    this.registry = registry;
    this.answers = answers;
  }

  @Override
  public void serverLive(ServerLiveRequest request, StreamObserver<ServerLiveResponse> observer) {
    answer(observer, () -> ServerLiveResponse.newBuilder().setLive(true).build());
  }

  @Override
  public void serverReady(
      ServerReadyRequest request, StreamObserver<ServerReadyResponse> observer) {
    answer(observer, () -> ServerReadyResponse.newBuilder().setReady(service.ready()).build());
  }

  @Override
  public void modelReady(ModelReadyRequest request, StreamObserver<ModelReadyResponse> observer) {
    answer(
        observer,
        () -> {
          registry.find(request.getName(), request.getVersion());
          return ModelReadyResponse.newBuilder().setReady(service.ready()).build();
        });
  }

  @Override
  public void serverMetadata(
      ServerMetadataRequest request, StreamObserver<ServerMetadataResponse> observer) {
    answer(
        observer,
        () ->
            ServerMetadataResponse.newBuilder()
                .setName(ServerIdentity.NAME)
                .setVersion(ServerIdentity.version())
                .build());
  }

  @Override
  public void modelMetadata(
      ModelMetadataRequest request, StreamObserver<ModelMetadataResponse> observer) {
    answer(observer, () -> metadata(registry.find(request.getName(), request.getVersion())));
  }

  @Override
  public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> observer) {
    Context context = Context.current(); // cancelled when the deadline passes or the caller leaves
    if (observer instanceof ServerCallStreamObserver<ModelInferResponse> call) {
      call.setOnCancelHandler(() -> {}); // or answering a caller who left would throw
    }
    CompletableFuture<?> unused =
        service
            .infer(
                request.getModelName(),
                request.getModelVersion(),
                () -> GrpcTensors.inputs(request),
                context::isCancelled)
            .thenApplyAsync(answer -> GrpcTensors.response(request.getId(), answer), answers)
            .whenComplete((response, failure) -> send(observer, response, failure));
  }

  private static void send(
      StreamObserver<ModelInferResponse> observer,
      @Nullable ModelInferResponse response,
      @Nullable Throwable failure) {
    if (response == null) {
      observer.onError(
          status(InferenceService.unwrap(requireNonNull(failure))).asRuntimeException());
      return;
    }
    observer.onNext(response);
    observer.onCompleted();
  }

  private ModelMetadataResponse metadata(ServedModel model) {
    return ModelMetadataResponse.newBuilder()
        .setName(model.name())
        .addAllVersions(registry.versions(model.name()))
        .setPlatform(model.platform())
        .addAllInputs(tensors(model.signature().inputs()))
        .addAllOutputs(tensors(model.signature().outputs()))
        .build();
  }

  private static List<TensorMetadata> tensors(List<TensorSpec> specs) {
    return specs.stream()
        .map(
            spec ->
                TensorMetadata.newBuilder()
                    .setName(spec.name())
                    .setDatatype(spec.datatype().name())
                    .addAllShape(spec.shape())
                    .build())
        .toList();
  }

  private static <T> void answer(StreamObserver<T> observer, Supplier<T> response) {
    try {
      observer.onNext(response.get());
      observer.onCompleted();
    } catch (InferenceException e) {
      observer.onError(status(e).asRuntimeException());
    }
  }

  static Status status(InferenceException failure) {
    Status status =
        switch (failure.code()) {
          case INVALID_ARGUMENT -> Status.INVALID_ARGUMENT;
          case NOT_FOUND -> Status.NOT_FOUND;
          case UNAVAILABLE -> Status.UNAVAILABLE;
          case DEADLINE_EXCEEDED -> Status.DEADLINE_EXCEEDED;
          case OUT_OF_MEMORY -> Status.RESOURCE_EXHAUSTED;
          case INTERNAL -> Status.INTERNAL;
        };
    return status.withDescription(failure.getMessage());
  }
}
