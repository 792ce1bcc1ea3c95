package io.freshet.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command tree. New subcommands are added to the list below and nowhere else. */
@Command(
    name = "freshet",
    description = "Keeps item embeddings fresh for recommendation.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {"", "Benchmarks are apart, with a class path of their own: freshet bench --help"},
    subcommands = {
      VersionCommand.class,
      TopicsCommand.class,
      DoctorCommand.class,
      ImportCommand.class,
      ReplayCommand.class,
      GenerateCommand.class,
      TrainCommand.class,
      ReleaseCommand.class,
      RolloutCommand.class,
      EvaluateCommand.class,
      RisingCommand.class,
      ServeCommand.class,
      PlaygroundCommand.class,
      ClusterCommand.class,
      DlqCommand.class,
      ValidateCommand.class,
      StateCommand.class,
      CompletionCommand.class,
    })
public final class Main implements Runnable {
  /** Environment variable that asks for stack traces. */
  static final String DEBUG = "FRESHET_DEBUG";

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Runs the command and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The command line with its exit codes and error messages; used by tests as well. */
  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              String message = failure.getMessage();
              command.getErr().println("freshet: " + (message == null ? failure : message));
              if (System.getenv(DEBUG) != null) {
                failure.printStackTrace(command.getErr());
              }
              return CommandLine.ExitCode.SOFTWARE;
            });
  }

  /** Without a subcommand there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: a subcommand is missing");
  }
}
