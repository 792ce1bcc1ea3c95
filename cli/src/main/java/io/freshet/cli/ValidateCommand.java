package io.freshet.cli;

import io.freshet.cli.validate.Validation;
import io.freshet.cli.validate.ValidationReport;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code freshet validate}. */
@Command(
    name = "validate",
    description = {
      "Checks recorded data before it is imported or replayed: lines that cannot be read, and records",
      "that the jobs would refuse. Exit code 1 if there are any. Sends and writes nothing."
    },
    mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--n",
      defaultValue = "10",
      paramLabel = "N",
      description = "Most problems to show (default: ${DEFAULT-VALUE}).")
  private int most;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    if (most < 0) {
      throw new ParameterException(spec.commandLine(), "--n must be 0 or more: " + most);
    }
    ValidationReport report = Validation.of(data.open(), InstantSource.system().instant(), most);
    if (json) {
      Output.json(spec.commandLine().getOut(), report);
    } else {
      report.lines().forEach(spec.commandLine().getOut()::println);
    }
    return report.isGood() ? 0 : 1;
  }
}
