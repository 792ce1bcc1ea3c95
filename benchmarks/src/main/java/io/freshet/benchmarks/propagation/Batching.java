package io.freshet.benchmarks.propagation;

import io.freshet.benchmarks.propagation.PropagationReport.BatchingReport;
import io.freshet.jobs.inference.GrpcInferenceClientFactory;
import io.freshet.jobs.inference.InferenceClient;
import io.freshet.jobs.inference.InferenceConfig;
import io.freshet.jobs.inference.LayerInput;
import io.freshet.server.inference.InferenceServer;
import io.freshet.server.inference.InferenceServerConfig;
import io.freshet.server.inference.batch.BatchLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The worth of batches: the same rows in requests of many and of one. Those of one are sent to a
 * server that waits for no company, which favors them.
 */
final class Batching {
  private static final int ROWS = 16_384;
  private static final int SINGLE_ROWS = 1_024;

  private Batching() {}

  static BatchingReport measure(Path release, int dimensions, InferenceConfig client)
      throws IOException, InterruptedException {
    BatchLimits limits = BatchLimits.defaults();
    try (InferenceServer server =
        InferenceServer.start(
            InferenceServerConfig.defaults()
                .withPorts(0, 0)
                .withRelease(release)
                .withBatch(new BatchLimits(limits.maxRows(), Duration.ZERO, limits.queueRows())))) {
      InferenceConfig config = client.withTarget("127.0.0.1:" + server.grpcPort());
      List<LayerInput> rows = rows(dimensions);
      double unused = rowsPerSecond(config, rows, ROWS);
      Inference before = Inference.now(server.httpPort());
      double batched = rowsPerSecond(config, rows, ROWS);
      double seconds = Inference.now(server.httpPort()).since(before).computeSeconds();
      List<LayerInput> few = rows.subList(0, SINGLE_ROWS);
      double unusedSingle = rowsPerSecond(config, few, 1);
      return new BatchingReport(batched, rowsPerSecond(config, few, 1), seconds * batched / ROWS);
    }
  }

  private static double rowsPerSecond(
      InferenceConfig config, List<LayerInput> rows, int rowsPerCall) {
    try (InferenceClient client = new GrpcInferenceClientFactory(config).open()) {
      int answers = client.layer(1, rows.subList(0, 1)).size();
      long began = System.nanoTime();
      for (int from = 0; from < rows.size(); from += rowsPerCall) {
        answers += client.layer(1, rows.subList(from, from + rowsPerCall)).size();
      }
      return (answers - 1) / ((System.nanoTime() - began) / 1e9);
    }
  }

  private static List<LayerInput> rows(int dimensions) {
    TextVectors vectors = new TextVectors(dimensions, 1);
    return IntStream.range(0, ROWS)
        .mapToObj(vectors::of)
        .map(row -> new LayerInput(EdgeStream.TYPE, row, Map.of(EdgeStream.TYPE, row)))
        .toList();
  }
}
