package io.freshet.cli;

import io.freshet.cli.data.AvroDirectory;
import io.freshet.cli.data.Dataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code freshet import}. */
@Command(
    name = "import",
    description = "Reads recorded data and writes it as Avro files, events in order of time.",
    mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = {
        "Where to write catalog-items.avro, listening-events.avro and, where something is known of",
        "users, user-attributes.avro."
      })
  private Path out = Path.of("");

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Dataset dataset = data.open();
    AvroDirectory.Written written = AvroDirectory.write(dataset, out);
    DataOptions.report(dataset.badLines(), spec.commandLine().getErr());
    if (json) {
      Output.json(
          spec.commandLine().getOut(),
          new Imported(written.items(), written.events(), dataset.badLines().count()));
    } else {
      spec.commandLine()
          .getOut()
          .printf("%d items and %d events written to %s%n", written.items(), written.events(), out);
    }
    return 0;
  }

  /** JSON of the result. */
  record Imported(long items, long events, long bad_lines) {}
}
