package io.freshet.jobs.inference;

import static java.util.Objects.requireNonNull;

import org.apache.flink.metrics.MetricGroup;

/**
 * Opens clients of one server.
 *
 * @param config how it is reached
 */
public record GrpcInferenceClientFactory(InferenceConfig config) implements InferenceClientFactory {
  public GrpcInferenceClientFactory {
    requireNonNull(config, "config is null");
  }

  @Override
  public InferenceClient open(MetricGroup operator) {
    return new GrpcInferenceClient(config, operator);
  }
}
