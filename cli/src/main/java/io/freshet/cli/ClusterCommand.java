package io.freshet.cli;

import io.freshet.cli.cluster.Cluster;
import io.freshet.cli.cluster.ClusterSettings;
import io.freshet.cli.cluster.ClusterState;
import io.freshet.cli.cluster.faults.FaultReport;
import io.freshet.cli.cluster.faults.FaultRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code freshet cluster up|status|down|faults}. */
@Command(
    name = "cluster",
    description = {
      "Runs the whole system on this machine, every part a process of its own: a broker, a Flink",
      "JobManager and TaskManagers, the inference and the retrieval server, an invented world."
    },
    mixinStandardHelpOptions = true)
final class ClusterCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** Which cluster, and what it is to be. */
  static final class Options {
    @Option(
        names = "--directory",
        defaultValue = ".freshet/cluster",
        paramLabel = "DIR",
        description = "Where everything it keeps lies (default: ${DEFAULT-VALUE}).")
    private Path directory = Path.of("");

    @Option(
        names = "--task-managers",
        defaultValue = "2",
        paramLabel = "N",
        description = "TaskManagers (default: ${DEFAULT-VALUE}).")
    private int taskManagers;

    @Option(
        names = "--items",
        defaultValue = "1000",
        paramLabel = "N",
        description = "Items of the invented world (default: ${DEFAULT-VALUE}).")
    private int items;

    @Option(
        names = "--users",
        defaultValue = "5000",
        paramLabel = "N",
        description = "Its listeners (default: ${DEFAULT-VALUE}).")
    private int users;

    @Option(
        names = "--history",
        defaultValue = "50000",
        paramLabel = "N",
        description = "Events before the live ones (default: ${DEFAULT-VALUE}).")
    private long history;

    @Option(
        names = "--rate",
        defaultValue = "50",
        paramLabel = "N",
        description = "Live events a second; 0 sends none (default: ${DEFAULT-VALUE}).")
    private double rate;

    ClusterSettings settings() {
      return new ClusterSettings(
          directory,
          Path.of(System.getProperty("freshet.root", ".")),
          taskManagers,
          items,
          users,
          history,
          rate);
    }
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: up, status, down or faults");
  }

  @Command(
      name = "up",
      description = {
        "Starts what does not run, and returns when everything answers. A part that was killed",
        "comes back where it was; jobs go on from their newest checkpoints."
      },
      mixinStandardHelpOptions = true)
  int up(
      @Mixin Options options,
      @Option(names = "--json", description = "Print one JSON object at the end.") boolean json)
      throws Exception {
    Cluster cluster = cluster(options);
    cluster.up();
    return show(cluster.state(), json);
  }

  @Command(
      name = "status",
      description = "Shows what runs. Exit code 0 when nothing is missing, 1 otherwise.",
      mixinStandardHelpOptions = true)
  int status(
      @Mixin Options options,
      @Option(names = "--json", description = "Print one JSON object.") boolean json)
      throws Exception {
    return show(cluster(options).state(), json);
  }

  @Command(
      name = "down",
      description = "Stops everything. What was kept stays, and the next up goes on from it.",
      mixinStandardHelpOptions = true)
  int down(@Mixin Options options) throws Exception {
    cluster(options).down();
    return 0;
  }

  @Command(
      name = "faults",
      description = {
        "Breaks the cluster's parts one after the other under load, and compares what is published with",
        "a computation of everything at once. Takes some minutes. Exit code 1 if anything was lost.",
        "The first run in a directory decides that the graph job publishes every change."
      },
      mixinStandardHelpOptions = true)
  int faults(
      @Mixin Options options,
      @Option(
              names = "--only",
              defaultValue = "",
              paramLabel = "TEXT",
              description = "Only faults whose name holds this (default: all).")
          String only,
      @Option(
              names = "--small-disk",
              paramLabel = "DIR",
              description = {
                "Checkpoints go there, and it is filled up once. It must be a file system of its own, below",
                "4 GiB: as root, mount -t tmpfs -o size=512m none DIR. Without, no disk gets full."
              })
          @Nullable Path disk,
      @Option(names = "--keep", description = "Leave the cluster running at the end.") boolean keep,
      @Option(names = "--json", description = "Print one JSON object.") boolean json)
      throws Exception {
    Optional<Path> small = Optional.ofNullable(disk);
    ClusterSettings settings = options.settings().exact();
    Cluster cluster = cluster(small.map(settings::withCheckpoints).orElse(settings));
    try {
      FaultReport report = new FaultRun(cluster, this::tell).run(only, small);
      if (json) {
        Output.json(spec.commandLine().getOut(), report);
      } else {
        report.lines().forEach(spec.commandLine().getOut()::println);
      }
      return report.isExact() ? 0 : 1;
    } finally {
      if (!keep) {
        cluster.down();
      }
    }
  }

  private void tell(String line) {
    spec.commandLine().getErr().println(line);
  }

  private Cluster cluster(Options options) throws IOException {
    return cluster(options.settings());
  }

  private Cluster cluster(ClusterSettings settings) throws IOException {
    try {
      return Cluster.of(settings, this::tell);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private int show(ClusterState state, boolean json) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Output.json(out, state);
    } else {
      state
          .processes()
          .forEach((name, runs) -> out.printf("%-14s %s%n", name, runs ? "runs" : "MISSING"));
      state.jobs().forEach((name, is) -> out.printf("%-40s %s%n", name, is));
      out.printf("broker     %s%n", state.kafka());
      out.printf("Flink      http://127.0.0.1:%d%n", state.ports().flinkRest());
      out.printf(
          "retrieval  http://127.0.0.1:%d/api/recommend/user-1%n", state.ports().retrieval());
    }
    return state.isWell() ? 0 : 1;
  }
}
