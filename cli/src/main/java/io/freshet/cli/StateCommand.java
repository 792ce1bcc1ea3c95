package io.freshet.cli;

import io.freshet.cli.state.SavedState;
import io.freshet.cli.state.SavedStates;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freshet state inspect}. */
@Command(
    name = "state",
    description = "Shows what savepoints and checkpoints of the jobs hold.",
    mixinStandardHelpOptions = true)
final class StateCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: inspect");
  }

  @Command(
      name = "inspect",
      description = {
        "Lists operators with the names of their states and their sizes, and whether this release has",
        "them. Restores and changes nothing. Exit code 1 if there is state that this release lacks."
      },
      mixinStandardHelpOptions = true)
  int inspect(
      @Parameters(
              paramLabel = "DIR",
              description = "Directory of a savepoint, or of a checkpoint (chk-N).")
          Path directory,
      @Option(names = "--json", description = "Print one JSON object.") boolean json)
      throws IOException {
    SavedState state = SavedStates.read(directory);
    if (json) {
      Output.json(spec.commandLine().getOut(), state);
    } else {
      state.lines().forEach(spec.commandLine().getOut()::println);
    }
    return state.isOurs() ? 0 : 1;
  }
}
