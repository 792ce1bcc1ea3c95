package io.freshet.cli;

import io.freshet.cli.doctor.BrokerChecks;
import io.freshet.cli.doctor.Finding;
import io.freshet.cli.doctor.Finding.Verdict;
import io.freshet.cli.doctor.FlinkChecks;
import io.freshet.cli.doctor.JobChecks;
import io.freshet.cli.doctor.MachineChecks;
import io.freshet.cli.doctor.ReleaseChecks;
import io.freshet.cli.doctor.SchemaChecks;
import io.freshet.registry.RegistryApi;
import io.freshet.registry.RegistryConfig;
import io.freshet.schemas.Topic;
import io.freshet.schemas.Topics;
import io.freshet.server.model.Release;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code freshet doctor}. */
@Command(
    name = "doctor",
    description = {
      "Checks what freshet needs, and says what to do where something is missing. Changes nothing.",
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
      description = "Also check this model release directory, and its topics if there is Kafka.")
  private @Nullable Path release;

  @Option(
      names = "--schema-registry",
      paramLabel = "URL",
      description = "Also check that schemas registered for the inputs can be read.")
  private @Nullable String registry;

  @Option(
      names = "--flink-conf",
      paramLabel = "DIR",
      description = "Also check Flink's config.yaml in this directory.")
  private @Nullable Path flink;

  @Option(
      names = "--job",
      paramLabel = "JOB",
      description = "Also check the keys of a job: ${COMPLETION-CANDIDATES}.")
  private JobChecks.@Nullable Job job;

  @Option(
      names = "--key",
      paramLabel = "KEY=VALUE",
      description = "A key that the job is given; repeatable.")
  private Map<String, String> keys = Map.of();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    List<Finding> findings = new ArrayList<>(MachineChecks.all());
    if (flink != null) {
      findings.addAll(FlinkChecks.all(flink));
    }
    if (job != null) {
      findings.add(JobChecks.keys(job, keys));
    } else if (!keys.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--key needs --job");
    }
    Topics topics = new Topics(prefix, 2);
    if (registry != null) {
      findings.addAll(schemas(registry, topics));
    }
    Optional<Release> loaded = release == null ? Optional.empty() : release(release, findings);
    if (bootstrapServers != null) {
      findings.addAll(kafka(bootstrapServers, topics, loaded));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Output.json(out, new Report(findings));
    } else {
      findings.forEach(finding -> out.println(finding.line()));
    }
    return findings.stream().anyMatch(each -> each.verdict() == Verdict.FAILURE) ? 1 : 0;
  }

  private static Optional<Release> release(Path directory, List<Finding> findings) {
    findings.add(ReleaseChecks.directory(directory));
    try {
      return Optional.of(Release.load(directory));
    } catch (IOException e) {
      // Said by the finding.
      return Optional.empty();
    }
  }

  private List<Finding> schemas(String url, Topics topics) {
    String credentials = System.getenv().getOrDefault(SchemaOptions.CREDENTIALS, "");
    try {
      return SchemaChecks.all(
          RegistryConfig.defaults().at(url).with(RegistryApi.CONFLUENT, credentials),
          List.of(topics.listeningEvents(), topics.catalogItems(), topics.userAttributes()));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private static List<Finding> kafka(String servers, Topics topics, Optional<Release> release) {
    List<Topic> wanted = new ArrayList<>(topics.fixed());
    release.ifPresent(
        loaded -> {
          wanted.add(topics.itemFeatures(loaded.encoder()));
          wanted.add(topics.itemEmbeddings(loaded.id()));
          wanted.add(topics.embeddingRounds(loaded.id()));
        });
    List<Finding> findings = new ArrayList<>();
    try (Admin admin = KafkaOptions.admin(servers)) {
      findings.addAll(BrokerChecks.all(admin, servers, wanted, InstantSource.system().millis()));
    } catch (KafkaException e) {
      findings.add(
          Finding.failure(
              "Kafka at %s: %s".formatted(servers, e.getMessage()),
              "Addresses are HOST:PORT, separated by commas."));
    }
    boolean isWell = findings.stream().noneMatch(each -> each.verdict() == Verdict.FAILURE);
    if (isWell) {
      release.ifPresent(loaded -> findings.addAll(ReleaseChecks.vectors(loaded, servers, topics)));
    }
    return findings;
  }

  /** JSON of the result. */
  record Report(List<Finding> findings) {}
}
