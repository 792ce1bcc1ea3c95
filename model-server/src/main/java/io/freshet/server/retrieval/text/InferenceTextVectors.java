package io.freshet.server.retrieval.text;

import io.freshet.schemas.inference.GRPCInferenceServiceGrpc;
import io.freshet.schemas.inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import io.freshet.schemas.inference.ModelInferRequest;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * By any server that speaks the Open Inference Protocol over gRPC: {@code text-encoder}, {@code
 * hgnn-encode}, and {@code hgnn-layer-1} to {@code -L} without aggregates, end to end as {@code z =
 * [h0; ...; hL]}. Connects at the first call.
 */
public final class InferenceTextVectors implements TextVectors, AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(2);
  private static final String ANY_VERSION = "";

  private final String target;
  private final ManagedChannel channel;
  private final GRPCInferenceServiceBlockingStub stub;

  /** By the server at the target, host and port; no connection is made yet. */
  public InferenceTextVectors(String target) {
    this.target = target;
    this.channel = NettyChannelBuilder.forTarget(target).usePlaintext().build();
    this.stub = GRPCInferenceServiceGrpc.newBlockingStub(channel);
  }

  @Override
  public float[] of(String text, String type, String release, int dimensions) {
    float[] encoded =
        infer(new OneRow("text-encoder", ANY_VERSION).text("text", text).build(), "vector");
    float[] layer =
        infer(
            new OneRow("hgnn-encode", release).floats("x", encoded).text("type", type).build(),
            "h");
    int width = layer.length;
    if (dimensions % width != 0) {
      throw new TextVectorException(
          "Cannot search by text: %s makes layers of %d dimensions, the index has %d"
              .formatted(target, width, dimensions));
    }
    float[] vector = Arrays.copyOf(layer, dimensions);
    for (int number = 1; number < dimensions / width; number++) {
      layer =
          infer(
              new OneRow("hgnn-layer-" + number, release)
                  .floats("self", layer)
                  .text("type", type)
                  .noAggregates(width)
                  .build(),
              "h");
      System.arraycopy(layer, 0, vector, number * width, width);
    }
    return vector;
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  private float[] infer(ModelInferRequest request, String output) {
    try {
      return OneRow.vector(
          stub.withDeadlineAfter(DEADLINE.toNanos(), TimeUnit.NANOSECONDS).modelInfer(request),
          output);
    } catch (StatusRuntimeException e) {
      throw new TextVectorException(
          "Cannot search by text: model %s at %s: %s"
              .formatted(request.getModelName(), target, e.getStatus()),
          e);
    }
  }
}
