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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
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

  @Option(names = "--json", description = "Print one JSON object at the end instead of text.")
  private boolean json;

  private final InstantSource clock = InstantSource.system();

  @Override
  public Integer call() throws IOException, InterruptedException {
    RunningSystem system =
        options.find(!rollsBack && !retires, spec.commandLine().getErr()::println);
    ReleaseTraining releases =
        new ReleaseTraining(system.bootstrapServers(), system.topics(), clock);
    Rollout rollout = rollout(system, releases);
    if (rollsBack) {
      String serving = rollout.rollback(release);
      print(
          new RolledBack(release, serving), List.of("release %s serves again".formatted(serving)));
      return 0;
    }
    if (retires) {
      boolean hasEnded = rollout.retire(release);
      print(
          new Retired(release, hasEnded),
          List.of(
              hasEnded
                  ? "the embedding job of %s has ended".formatted(release)
                  : "there is no embedding job of %s".formatted(release)));
      return 0;
    }
    return rollOut(system, releases, rollout);
  }

  private int rollOut(RunningSystem system, ReleaseTraining releases, Rollout rollout)
      throws IOException, InterruptedException {
    ReleaseShelf shelf = new ReleaseShelf(system.releases());
    Release candidate = shelf.release(release);
    Optional<String> previous = releases.active().filter(active -> !active.equals(release));
    Optional<Release> serving = previous.isEmpty() ? Optional.empty() : shelf.find(previous.get());
    List<String> objections = new ReleaseGate(metric, tolerance).objections(candidate, serving);
    List<String> lines = new ArrayList<>();
    objections.forEach(objection -> lines.add("objection: " + objection));
    if (!objections.isEmpty() && !isForced) {
      lines.add("not rolled out; --force goes on and records the objections");
      print(new RolledOut(release, false, previous.orElse(null), objections, null), lines);
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
    lines.add(
        "release %s serves: %,d of %,d items embedded%s"
            .formatted(
                release,
                coverage.covered(),
                coverage.wanted(),
                previous.map(" (before it %s, kept warm)"::formatted).orElse("")));
    print(new RolledOut(release, true, previous.orElse(null), objections, coverage), lines);
    return 0;
  }

  /**
   * What became of a rollout.
   *
   * @param serves whether it is the serving release now
   * @param previous what served before, and is kept warm; null for nothing
   * @param coverage items embedded, of those wanted; null where the gate objected
   */
  private record RolledOut(
      String release,
      boolean serves,
      @Nullable String previous,
      List<String> objections,
      @Nullable Coverage coverage) {}

  private record RolledBack(String release, String serves) {}

  private record Retired(String release, boolean jobHasEnded) {}

  private void print(Object outcome, List<String> lines) {
    Output.either(spec.commandLine().getOut(), json, outcome, lines);
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
