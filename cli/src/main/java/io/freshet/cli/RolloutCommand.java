package io.freshet.cli;

import io.freshet.cli.cluster.FlinkRest;
import io.freshet.cli.cluster.JobJar;
import io.freshet.cli.release.Promotions;
import io.freshet.cli.release.ReleaseShelf;
import io.freshet.cli.rollout.Coverage;
import io.freshet.cli.rollout.FlinkEmbeddingJobs;
import io.freshet.cli.rollout.ReleaseHttp;
import io.freshet.cli.rollout.Rollout;
import io.freshet.cli.train.ReleaseTraining;
import io.freshet.cli.train.TrainedRelease;
import io.freshet.kafka.TopicCreation;
import io.freshet.server.model.Release;
import io.freshet.server.model.ReleaseGate;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freshet rollout}. */
@Command(
    name = "rollout",
    description = {
      "Brings a release into a running system: starts its embedding job on Flink, waits until its",
      "embeddings cover the catalogue, and makes it the active one if it is good enough. The one",
      "before stays warm. Interrupted, it may be started again. Exit code 1 where the gate objects."
    },
    mixinStandardHelpOptions = true)
final class RolloutCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Parameters(paramLabel = "RELEASE", description = "Id of a release in the directory.")
  private String release = "";

  @Option(names = "--rollback", description = "Go back from this release to the one before it.")
  private boolean rollsBack;

  @Option(
      names = "--retire",
      description = "End the embedding job of this release, which must not be active.")
  private boolean retires;

  @Option(
      names = "--dir",
      defaultValue = "releases",
      paramLabel = "DIR",
      description = "Where releases lie (default: ${DEFAULT-VALUE}).")
  private Path directory = Path.of("releases");

  @Option(
      names = "--flink",
      defaultValue = "http://127.0.0.1:8081",
      paramLabel = "URL",
      description = "Flink's REST interface (default: ${DEFAULT-VALUE}).")
  private String flink = "";

  @Option(
      names = "--jar",
      paramLabel = "FILE",
      description = "Jar of the jobs (default: the one that this checkout has built).")
  private @Nullable Path jar;

  @Option(
      names = "--job",
      paramLabel = "KEY=VALUE",
      description = "Setting of the embedding job, such as job.parallelism=2; repeatable.")
  private Map<String, String> job = new LinkedHashMap<>();

  @Option(
      names = "--inference",
      defaultValue = "127.0.0.1:8001",
      paramLabel = "HOST:PORT",
      description = "gRPC of the inference server that the job asks (default: ${DEFAULT-VALUE}).")
  private String inference = "";

  @Option(
      names = "--inference-http",
      paramLabel = "URL",
      description = {
        "REST of an inference server, to have it load the release from its --releases; once for",
        "each (default: they have the release already)."
      })
  private List<URI> inferenceHttp = new ArrayList<>();

  @Option(
      names = "--retrieval",
      defaultValue = "http://127.0.0.1:8080",
      paramLabel = "URL",
      description = "A retrieval server (default: ${DEFAULT-VALUE}).")
  private URI retrieval = URI.create("");

  @Option(
      names = "--api-key-file",
      paramLabel = "FILE",
      description = {
        "File with its admin key (default: $" + KeyOptions.ADMIN_VARIABLE + "). Without a key the",
        "active record is written directly, and retrieval servers follow it when they can."
      })
  private @Nullable Path keyFile;

  @Option(
      names = "--metric",
      defaultValue = "validation-hr-10",
      paramLabel = "NAME",
      description = "What the gate compares (default: ${DEFAULT-VALUE}).")
  private String metric = "";

  @Option(
      names = "--tolerance",
      defaultValue = "0.02",
      paramLabel = "SHARE",
      description = "How much worse the gate lets through (default: ${DEFAULT-VALUE}).")
  private double tolerance;

  @Option(names = "--force", description = "Go on against objections; they are recorded.")
  private boolean isForced;

  @Option(
      names = "--patience",
      defaultValue = "1800",
      paramLabel = "SECONDS",
      description = "How long coverage and the flip are waited for (default: ${DEFAULT-VALUE}).")
  private long patienceSeconds;

  private final InstantSource clock = InstantSource.system();

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    ReleaseTraining releases = new ReleaseTraining(kafka.bootstrapServers(), kafka.topics(), clock);
    Rollout rollout = rollout(releases);
    if (rollsBack) {
      out.printf("release %s serves again%n", rollout.rollback(release));
      return 0;
    }
    if (retires) {
      out.println(
          rollout.retire(release)
              ? "the embedding job of %s has ended".formatted(release)
              : "there is no embedding job of %s".formatted(release));
      return 0;
    }
    return rollOut(releases, rollout, out);
  }

  private int rollOut(ReleaseTraining releases, Rollout rollout, PrintWriter out)
      throws IOException, InterruptedException {
    ReleaseShelf shelf = new ReleaseShelf(directory);
    Release candidate = shelf.release(release);
    Optional<String> previous = releases.active().filter(active -> !active.equals(release));
    Optional<Release> serving = previous.isEmpty() ? Optional.empty() : shelf.find(previous.get());
    List<String> objections = new ReleaseGate(metric, tolerance).objections(candidate, serving);
    objections.forEach(objection -> out.println("objection: " + objection));
    if (!objections.isEmpty() && !isForced) {
      out.println("not rolled out; --force goes on and records the objections");
      return 1;
    }
    try (Admin admin = kafka.admin()) {
      var unused =
          new TopicCreation(admin, (short) 1)
              .createWithDeadLetters(
                  List.of(
                      kafka.topics().itemEmbeddings(release),
                      kafka.topics().embeddingRounds(release)));
    }
    Coverage coverage = rollout.run(new TrainedRelease(candidate, directory.resolve(release)));
    new Promotions(directory)
        .add(
            new Promotions.Promotion(
                clock.instant().toString(), release, previous.orElse(""), objections));
    out.printf(
        "release %s serves: %,d of %,d items embedded%s%n",
        release,
        coverage.covered(),
        coverage.wanted(),
        previous.map(" (before it %s, kept warm)"::formatted).orElse(""));
    return 0;
  }

  private Rollout rollout(ReleaseTraining releases) throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    return new Rollout(
        Map.of("bootstrap.servers", kafka.bootstrapServers()),
        kafka.topics(),
        releases,
        jobs(),
        new ReleaseHttp(inferenceHttp, retrieval, key()),
        Duration.ofSeconds(patienceSeconds),
        err::println);
  }

  private FlinkEmbeddingJobs jobs() throws IOException {
    Path root = Path.of(System.getProperty("freshet.root", "."));
    Map<String, String> settings = new HashMap<>();
    settings.put("kafka.bootstrap-servers", kafka.bootstrapServers());
    settings.put("topics.prefix", kafka.topics().prefix());
    settings.put("topics.partitions", Integer.toString(kafka.topics().partitions()));
    settings.put("inference.target", inference);
    settings.putAll(job);
    Path file = jar != null ? jar : rollsBack || retires ? root : JobJar.in(root);
    return new FlinkEmbeddingJobs(new FlinkRest(flink), file, settings);
  }

  private Optional<String> key() throws IOException {
    if (keyFile != null) {
      return Optional.of(Files.readString(keyFile).strip());
    }
    return Optional.ofNullable(System.getenv(KeyOptions.ADMIN_VARIABLE))
        .map(String::strip)
        .filter(key -> !key.isEmpty());
  }
}
