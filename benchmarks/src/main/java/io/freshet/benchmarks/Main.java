package io.freshet.benchmarks;

import io.freshet.benchmarks.graph.GraphCommand;
import io.freshet.benchmarks.inference.InferenceCommand;
import io.freshet.benchmarks.propagation.AuditCommand;
import io.freshet.benchmarks.propagation.PropagationCommand;
import io.freshet.benchmarks.propagation.WireCommand;
import io.freshet.benchmarks.retrieval.RetrievalCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code freshet bench}. The launcher gives it a class path of its own. */
@Command(
    name = "freshet",
    description = "Keeps item embeddings fresh for recommendation.",
    mixinStandardHelpOptions = true,
    subcommands = Main.Bench.class)
public final class Main implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** Runs the benchmark and ends the JVM: 0 when it ran, 1 when it could not. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The command line with its exit codes and error messages; used by tests as well. */
  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              String message = failure.getMessage();
              command.getErr().println("freshet: " + (message == null ? failure : message));
              if (System.getenv("FRESHET_DEBUG") != null) {
                failure.printStackTrace(command.getErr());
              }
              return CommandLine.ExitCode.SOFTWARE;
            });
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: a subcommand is missing");
  }

  /** The benchmarks. New ones are added to the list below and nowhere else. */
  @Command(
      name = "bench",
      description = "Measures this machine with Freshet on it; see docs/benchmarks.md.",
      mixinStandardHelpOptions = true,
      subcommands = {
        GraphCommand.class,
        PropagationCommand.class,
        AuditCommand.class,
        WireCommand.class,
        InferenceCommand.class,
        RetrievalCommand.class
      })
  static final class Bench implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      throw new ParameterException(
          spec.commandLine(),
          "Say what to measure: graph, propagation, audit, wire, inference, retrieval");
    }
  }
}
