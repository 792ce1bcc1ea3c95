package io.freshet.cli;

import io.freshet.cli.release.Promotions;
import io.freshet.cli.release.ReleaseShelf;
import io.freshet.cli.rollout.Coverage;
import io.freshet.cli.rollout.ReleaseHttp;
import io.freshet.cli.rollout.Rollout;
import io.freshet.cli.train.ReleaseTraining;
import io.freshet.cli.train.TrainedRelease;
import io.freshet.kafka.TopicCreation;
import io.freshet.schemas.Topics;
import io.freshet.server.model.Release;
import io.freshet.server.model.ReleaseGate;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
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
  @Mixin private SystemOptions options = new SystemOptions();

  @Parameters(paramLabel = "RELEASE", description = "Id of a release in the directory.")
  private String release = "";

  @Option(names = "--rollback", description = "Go back from this release to the one before it.")
  private boolean rollsBack;

  @Option(
      names = "--retire",
      description = "End the embedding job of this release, which must not be active.")
  private boolean retires;

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
    RunningSystem system =
        options.find(!rollsBack && !retires, spec.commandLine().getErr()::println);
    ReleaseTraining releases =
        new ReleaseTraining(system.bootstrapServers(), system.topics(), clock);
    Rollout rollout = rollout(system, releases);
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
    return rollOut(system, releases, rollout);
  }

  private int rollOut(RunningSystem system, ReleaseTraining releases, Rollout rollout)
      throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    ReleaseShelf shelf = new ReleaseShelf(system.releases());
    Release candidate = shelf.release(release);
    Optional<String> previous = releases.active().filter(active -> !active.equals(release));
    Optional<Release> serving = previous.isEmpty() ? Optional.empty() : shelf.find(previous.get());
    List<String> objections = new ReleaseGate(metric, tolerance).objections(candidate, serving);
    objections.forEach(objection -> out.println("objection: " + objection));
    if (!objections.isEmpty() && !isForced) {
      out.println("not rolled out; --force goes on and records the objections");
      return 1;
    }
    Topics topics = system.topics();
    try (Admin admin = KafkaOptions.admin(system.bootstrapServers())) {
      var unused =
          new TopicCreation(admin, (short) 1)
              .createWithDeadLetters(
                  List.of(topics.itemEmbeddings(release), topics.embeddingRounds(release)));
    }
    Coverage coverage =
        rollout.run(new TrainedRelease(candidate, system.releases().resolve(release)));
    new Promotions(system.releases())
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

  private Rollout rollout(RunningSystem system, ReleaseTraining releases) throws IOException {
    return new Rollout(
        Map.of("bootstrap.servers", system.bootstrapServers()),
        system.topics(),
        releases,
        system.jobs(),
        new ReleaseHttp(system.inferenceHttp(), system.retrieval(), key()),
        Duration.ofSeconds(patienceSeconds),
        spec.commandLine().getErr()::println);
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
