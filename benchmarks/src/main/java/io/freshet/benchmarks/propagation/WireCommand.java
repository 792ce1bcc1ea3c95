package io.freshet.benchmarks.propagation;

import io.freshet.benchmarks.Machine;
import io.freshet.benchmarks.ReportWriter;
import io.freshet.benchmarks.Workspace;
import io.freshet.benchmarks.propagation.WireBenchmark.WireCost;
import io.freshet.jobs.inference.GrpcInferenceClientFactory;
import io.freshet.jobs.inference.InferenceClientFactory;
import io.freshet.jobs.inference.InferenceConfig;
import io.freshet.server.inference.InferenceServer;
import io.freshet.server.inference.InferenceServerConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code freshet bench wire}. */
@Command(
    name = "wire",
    description = {
      "Vectors of 32 and of 16 bits between the embedding job and the inference server: bytes,",
      "processor time and what they do to embeddings.",
      "Exit code 0 when it ran, 1 when it could not."
    },
    mixinStandardHelpOptions = true)
public final class WireCommand implements Callable<Integer> {
  private static final int ITEMS = 4_000;
  private static final int REPEATS = 3;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--json", paramLabel = "FILE", description = "Where to write the report.")
  private @Nullable Path json;

  @Option(
      names = "--dimensions",
      paramLabel = "N",
      description = "Components of a vector (default: ${DEFAULT-VALUE}).")
  private int dimensions = 64;

  /**
   * What was measured; written as JSON.
   *
   * @param machine what it ran on
   * @param costs in turn, each several times
   * @param errors of 16 bits against 32, through all layers
   */
  record WireReport(Machine machine, List<WireCost> costs, Errors errors) {}

  @Override
  public Integer call() throws Exception {
    double loadBefore = Machine.load();
    ReportWriter out = new ReportWriter(spec.commandLine().getOut());
    List<WireCost> costs = new ArrayList<>();
    for (int repeat = 0; repeat < REPEATS; repeat++) {
      for (WireFormat format : WireFormat.values()) {
        WireCost cost = WireBenchmark.measure(format, dimensions);
        out.say(
            "%s: %.0f bytes, %.2f us of processor time a row, %,.0f rows/s"
                .formatted(format, cost.bytes(), cost.cpuMicros(), cost.rowsPerSecond()));
        costs.add(cost);
      }
    }
    Errors errors = errors();
    out.say("error of FP16, distance: %s".formatted(errors.distance()));
    out.write(new WireReport(Machine.after(loadBefore), costs, errors), List.of(), json);
    return 0;
  }

  private Errors errors() throws Exception {
    TextVectors texts = new TextVectors(dimensions, 1);
    try (Workspace workspace = Workspace.create()) {
      Path weights = workspace.directory().resolve("bench-wire");
      String unused = Weights.train("bench-wire", dimensions, Setup.DEGREE, texts).write(weights);
      try (InferenceServer server =
          InferenceServer.start(
              InferenceServerConfig.defaults().withPorts(0, 0).withRelease(weights))) {
        InferenceConfig config =
            new InferenceConfig(
                "127.0.0.1:" + server.grpcPort(),
                "bench-wire",
                "",
                dimensions,
                dimensions,
                InferenceConfig.defaults().timeout(),
                InferenceConfig.defaults().attempts(),
                InferenceConfig.defaults().backoff(),
                InferenceConfig.defaults().maxBackoff(),
                InferenceConfig.defaults().maxBatch());
        InferenceClientFactory exact = new GrpcInferenceClientFactory(config);
        InferenceClientFactory half =
            metrics -> new WireClient(exact.open(metrics), WireFormat.FP16);
        Inputs inputs = Inputs.of(texts, ITEMS).withNeighbors(new LogUniformEdges(ITEMS, 2));
        return Errors.between(
            new FullPass(half, config.maxBatch(), 1).embed(inputs),
            new FullPass(exact, config.maxBatch(), 1).embed(inputs));
      }
    }
  }
}
