package io.freshet.jobs.inference;

import static java.util.Objects.requireNonNull;

import io.freshet.schemas.inference.GRPCInferenceServiceGrpc;
import io.freshet.schemas.inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import io.freshet.schemas.inference.ModelInferRequest;
import io.freshet.schemas.inference.ModelInferResponse;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/**
 * Client of any server that speaks the Open Inference Protocol v2 over gRPC with raw tensors. Long
 * lists are split into requests of the configured size, sent one after the other; each request is
 * retried alone. Connects at the first call, so it can be opened before the server is up.
 */
public final class GrpcInferenceClient implements InferenceClient {
  private static final int MAX_ANSWER_BYTES = 64 << 20;

  private final InferenceConfig config;
  private final ManagedChannel channel;
  private final GRPCInferenceServiceBlockingStub stub;
  private final Retries retries;

  /** A client whose retries nobody counts; no connection is made yet. */
  public GrpcInferenceClient(InferenceConfig config) {
    this(config, new UnregisteredMetricsGroup());
  }

  /**
   * A client; no connection is made yet.
   *
   * @param operator whose metrics its retries are among
   */
  public GrpcInferenceClient(InferenceConfig config, MetricGroup operator) {
    this.config = requireNonNull(config, "config is null");
    channel =
        NettyChannelBuilder.forTarget(config.target())
            .usePlaintext()
            .defaultLoadBalancingPolicy("round_robin")
            .maxInboundMessageSize(MAX_ANSWER_BYTES)
            .build();
    stub = GRPCInferenceServiceGrpc.newBlockingStub(channel);
    retries =
        new Retries(
            config.attempts(), config.backoff(), config.maxBackoff(), new RetryCounts(operator));
  }

  @Override
  public List<float[]> encodeTexts(List<String> texts) {
    return inBatches(
        texts.size(),
        (from, to) ->
            infer(
                new InferRequestBuilder("text-encoder", config.encoderVersion())
                    .strings("text", texts.subList(from, to))
                    .build(),
                "vector",
                to - from,
                config.textDimensions()));
  }

  @Override
  public List<float[]> encodeItems(List<String> types, List<float[]> textVectors) {
    if (types.size() != textVectors.size()) {
      throw new IllegalArgumentException(
          "Cannot encode items: as many types as vectors are needed (%d, %d)"
              .formatted(types.size(), textVectors.size()));
    }
    return inBatches(
        types.size(),
        (from, to) ->
            infer(
                new InferRequestBuilder("hgnn-encode", config.release())
                    .floats("x", textVectors.subList(from, to), config.textDimensions())
                    .strings("type", types.subList(from, to))
                    .build(),
                "h",
                to - from,
                config.dimensions()));
  }

  @Override
  public List<float[]> layer(int layer, List<LayerInput> inputs) {
    return inBatches(
        inputs.size(),
        (from, to) ->
            infer(
                new LayerTensors(inputs.subList(from, to))
                    .request(layer, config.release(), config.dimensions()),
                "h",
                to - from,
                config.dimensions()));
  }

  @Override
  public void close() {
    retries.stop();
    channel.shutdownNow();
  }

  private List<float[]> inBatches(
      int items, BiFunction<Integer, Integer, List<float[]>> answerOfRange) {
    List<float[]> answers = new ArrayList<>(items);
    for (int from = 0; from < items; from += config.maxBatch()) {
      answers.addAll(answerOfRange.apply(from, Math.min(items, from + config.maxBatch())));
    }
    return answers;
  }

  private List<float[]> infer(ModelInferRequest request, String output, int rows, int dimensions) {
    String what = "model %s at %s".formatted(request.getModelName(), config.target());
    return new VectorAnswer(retries.call(what, () -> send(request)))
        .vectors(output, rows, dimensions);
  }

  private ModelInferResponse send(ModelInferRequest request) {
    // A channel that failed to connect fails calls at once until its own, longer backoff is over.
    channel.resetConnectBackoff();
    return stub.withDeadlineAfter(config.timeout().toNanos(), TimeUnit.NANOSECONDS)
        .modelInfer(request);
  }
}
