package io.freshet.cli;

import io.freshet.cli.cluster.Cluster;
import io.freshet.cli.cluster.ClusterSettings;
import io.freshet.cli.cluster.ClusterState;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code freshet cluster up|status|down}. */
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
    throw new ParameterException(spec.commandLine(), "Say what to do: up, status or down");
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

  private Cluster cluster(Options options) throws IOException {
    try {
      return Cluster.of(options.settings(), line -> spec.commandLine().getErr().println(line));
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
