package io.freshet.cli;

import io.freshet.cli.Finding.Verdict;
import io.freshet.schemas.Topics;
import io.freshet.server.model.Release;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code freshet doctor}. */
@Command(
    name = "doctor",
    description = {
      "Checks what freshet needs, and says what to do where something is missing.",
      "Exit code 1 if anything must be mended."
    },
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "Also check this Kafka cluster and its topics.")
  private @Nullable String bootstrapServers;

  @Option(
      names = "--prefix",
      defaultValue = "",
      paramLabel = "TEXT",
      description = "Prefix of the topics' names (default: none).")
  private String prefix = "";

  @Option(
      names = "--release",
      paramLabel = "DIR",
      description = "Also check this model release directory.")
  private @Nullable Path release;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    List<Finding> findings = new ArrayList<>(MachineChecks.all());
    if (bootstrapServers != null) {
      findings.addAll(KafkaChecks.all(bootstrapServers, new Topics(prefix, 1).fixed()));
    }
    if (release != null) {
      findings.add(release(release));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Output.json(out, new Report(findings));
    } else {
      findings.forEach(finding -> out.println(finding.line()));
    }
    return findings.stream().anyMatch(each -> each.verdict() == Verdict.FAILURE) ? 1 : 0;
  }

  private static Finding release(Path directory) {
    try {
      Release loaded = Release.load(directory);
      return Finding.ok("release %s in %s".formatted(loaded.id(), directory));
    } catch (IOException e) {
      return Finding.failure(
          "release in %s: %s".formatted(directory, e.getMessage()),
          "Copy the directory again, or train a new release.");
    }
  }

  /** JSON of the result. */
  record Report(List<Finding> findings) {}
}
