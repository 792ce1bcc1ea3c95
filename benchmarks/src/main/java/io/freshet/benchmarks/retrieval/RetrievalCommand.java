package io.freshet.benchmarks.retrieval;

import io.freshet.benchmarks.Machine;
import io.freshet.benchmarks.ReportWriter;
import io.freshet.benchmarks.Workspace;
import io.freshet.benchmarks.retrieval.RetrievalReport.ContenderReport;
import io.freshet.benchmarks.retrieval.RetrievalReport.HttpReport;
import io.freshet.benchmarks.retrieval.RetrievalReport.SetReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code freshet bench retrieval}. */
@Command(
    name = "retrieval",
    description = {
      "Writes to and searches the index of the retrieval server, an exact scan and the indexes of",
      "libraries, one after the other on the same vectors; then asks a whole server over HTTP",
      "while embeddings arrive. Exit code 0 when it ran, whether or not targets were met."
    },
    mixinStandardHelpOptions = true)
public final class RetrievalCommand implements Callable<Integer> {
  private static final long SEED = 20_261_126;
  private static final int WARM_UP_ITEMS = 5_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--json", paramLabel = "FILE", description = "Where to write the report.")
  private @Nullable Path json;

  @Option(names = "--quick", description = "Fewer vectors, shorter phases: under five minutes.")
  private boolean quick;

  @Option(
      names = "--size",
      split = ",",
      paramLabel = "N",
      description = "Invented vectors (default: 50000,200000, or 20000 with --quick).")
  private @Nullable List<Integer> sizes;

  @Option(
      names = "--set",
      split = ",",
      paramLabel = "NAME",
      description = "Only these: clustered, smooth, trained (default: all).")
  private List<String> sets = List.of("clustered", "smooth", "trained");

  @Option(
      names = "--contender",
      split = ",",
      paramLabel = "NAME",
      description = "Only these: freshet, exact, lucene-9.12, voyager, jvector-4.0 (default: all).")
  private List<String> contenders = Contenders.NAMES;

  @Option(names = "--no-http", description = "Leave the whole server out.")
  private boolean leavesHttpOut;

  @Override
  public Integer call() throws Exception {
    double loadBefore = Machine.load();
    List<SetReport> reports = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    for (String name : sets) {
      if (name.equals("trained") && quick) {
        skip(skipped, "trained: left out of a quick run");
      } else if (name.equals("trained")) {
        Optional<VectorSet> trained = TrainedVectors.read(out()::say);
        if (trained.isPresent()) {
          reports.add(measured(trained.get()));
        } else {
          skip(skipped, "trained: no movietweetings-100k in " + TrainedVectors.folder());
        }
      } else {
        for (int size : sizes()) {
          reports.add(measured(invented(name, size)));
        }
      }
    }
    HttpReport http = leavesHttpOut ? null : HttpBenchmark.run(quick, out()::say);
    RetrievalReport report =
        new RetrievalReport(
            Machine.after(loadBefore),
            quick,
            ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(),
            reports,
            http,
            skipped,
            RetrievalTargets.of(reports, http));
    out().write(report, report.targets(), json);
    return 0;
  }

  private void skip(List<String> skipped, String why) {
    skipped.add(why);
    out().say(why);
  }

  private SetReport measured(VectorSet set) throws IOException {
    List<ContenderReport> measured = new ArrayList<>();
    for (String name : contenders) {
      warmUp(name, set.dimensions());
      try (Workspace workspace = Workspace.create();
          Contender contender =
              Contenders.of(name, set.dimensions(), set.items().length, workspace.directory())) {
        // Every contender starts from the same vectors: writes move those of a copy.
        VectorSet copy = new VectorSet(set.name(), set.items().clone(), set.queries());
        measured.add(
            new Measuring(copy, phase(), workspace.directory().resolve("saved"), out()::say)
                .run(contender));
      }
    }
    return new SetReport(set.name(), set.items().length, set.dimensions(), measured);
  }

  /** The compiler has seen the code before anything is measured. */
  private void warmUp(String name, int dimensions) throws IOException {
    VectorSet few =
        dimensions == VectorSet.DIMENSIONS
            ? VectorSet.smooth(WARM_UP_ITEMS, SEED)
            : VectorSet.trained("warm-up", gaussians(dimensions));
    try (Workspace workspace = Workspace.create();
        Contender contender =
            Contenders.of(name, dimensions, few.items().length, workspace.directory())) {
      ContenderReport unused =
          new Measuring(
                  few, Duration.ofMillis(500), workspace.directory().resolve("saved"), line -> {})
              .run(contender);
    }
  }

  private static float[][] gaussians(int dimensions) {
    Random random = new Random(SEED);
    float[][] vectors = new float[WARM_UP_ITEMS][];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = VectorSet.gaussian(random, dimensions, 1);
    }
    return vectors;
  }

  private static VectorSet invented(String name, int size) {
    return switch (name) {
      case "clustered" -> VectorSet.clustered(size, SEED);
      case "smooth" -> VectorSet.smooth(size, SEED);
      default ->
          throw new IllegalArgumentException(
              "Cannot measure %s: sets are clustered, smooth, trained".formatted(name));
    };
  }

  private List<Integer> sizes() {
    if (sizes != null) {
      return sizes;
    }
    return quick ? List.of(20_000) : List.of(50_000, 200_000);
  }

  private Duration phase() {
    return Duration.ofSeconds(quick ? 2 : 8);
  }

  private ReportWriter out() {
    return new ReportWriter(spec.commandLine().getOut());
  }
}
