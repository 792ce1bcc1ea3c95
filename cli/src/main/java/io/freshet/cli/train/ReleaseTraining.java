package io.freshet.cli.train;

import static java.util.Objects.requireNonNull;

import io.freshet.cli.recorded.RecordedHistory;
import io.freshet.jobs.InteractionGraphConfig;
import io.freshet.registry.InputSchemas;
import io.freshet.schemas.ActiveRelease;
import io.freshet.schemas.Topics;
import io.freshet.server.model.Release;
import io.freshet.server.training.ReleaseAnnouncement;
import io.freshet.server.training.TopicTrainingData;
import io.freshet.server.training.Trainer;
import io.freshet.server.training.TrainerConfig;
import io.freshet.server.training.TrainingData;
import io.freshet.server.training.TrainingProgress;
import io.freshet.server.training.tower.TowerProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;

/** From a history to an announced release directory. One training at a time per JVM. */
public final class ReleaseTraining {
  private static final DateTimeFormatter ID =
      DateTimeFormatter.ofPattern("'r'yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final Map<String, Object> kafka;
  private final Topics topics;
  private final InstantSource clock;
  private final InputSchemas schemas;

  /**
   * A training on the topics of a cluster.
   *
   * @param bootstrapServers Kafka brokers
   */
  public ReleaseTraining(String bootstrapServers, Topics topics, InstantSource clock) {
    this(bootstrapServers, topics, clock, InputSchemas.defaults());
  }

  /**
   * A training on topics in other framings.
   *
   * @param bootstrapServers Kafka brokers
   * @param schemas how the records are framed
   */
  public ReleaseTraining(
      String bootstrapServers, Topics topics, InstantSource clock, InputSchemas schemas) {
    kafka = Map.of("bootstrap.servers", requireNonNull(bootstrapServers, "servers is null"));
    this.topics = requireNonNull(topics, "topics is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.schemas = requireNonNull(schemas, "schemas is null");
  }

  /** An id for a release trained at that time, such as {@code r20261125-143000}. */
  public static String idAt(Instant time) {
    return ID.format(time);
  }

  /**
   * What the topics hold now: the events that are kept, and the items that have features.
   *
   * @param encoder id of the text encoder whose features are read
   * @param textDimensions length of its vectors
   * @param graph how the graph job runs
   */
  public RecordedHistory history(String encoder, int textDimensions, InteractionGraphConfig graph) {
    return new TopicHistory(kafka, topics, schemas).read(encoder, textDimensions, graph);
  }

  /**
   * Trains a release of graph network and towers, and writes it.
   *
   * @param release id of the release to make
   * @param directory where releases lie; the new one becomes {@code directory/release}
   * @throws IllegalArgumentException when there is too little to learn from
   * @throws IOException when that release exists already or cannot be written
   */
  public static TrainedRelease train(
      RecordedHistory history,
      String release,
      Path directory,
      TrainingPlan plan,
      InstantSource clock,
      Consumer<TowerProgress> progress)
      throws IOException {
    Path target = unused(directory, release);
    return written(plan.train(release, history, clock, progress), target);
  }

  /**
   * Trains a release of the graph network alone on the graph that the topics hold now, and writes
   * it.
   *
   * @param encoder id of the text encoder whose features are read
   * @param textDimensions length of its vectors
   * @param release id of the release to make
   * @param directory where releases lie; the new one becomes {@code directory/release}
   * @throws IllegalArgumentException when there is too little to learn from
   * @throws IOException when that release exists already or cannot be written
   */
  public TrainedRelease trainNetwork(
      String encoder,
      int textDimensions,
      String release,
      Path directory,
      TrainerConfig config,
      Consumer<TrainingProgress> progress)
      throws IOException {
    Path target = unused(directory, release);
    TrainingData data = new TopicTrainingData(kafka, topics, schemas).read(encoder, textDimensions);
    return written(new Trainer(config, clock, progress).train(release, data).release(), target);
  }

  private static Path unused(Path directory, String release) throws IOException {
    Path target = directory.resolve(release);
    if (Files.exists(target)) {
      throw new IOException("Cannot train: the release exists already (%s)".formatted(target));
    }
    return target;
  }

  private static TrainedRelease written(Release release, Path target) throws IOException {
    var unused = release.write(target);
    return new TrainedRelease(release, target);
  }

  /**
   * Says that the release exists; nothing serves it yet.
   *
   * @throws IOException when Kafka does not take it
   */
  public void announce(TrainedRelease trained) throws IOException {
    try {
      announcement()
          .announce(trained.release(), trained.directory(), Release.checksum(trained.directory()));
    } catch (KafkaException e) {
      throw new IOException(
          "Cannot announce release %s, which is trained and lies in %s: %s"
              .formatted(trained.release().id(), trained.directory(), e.getMessage()),
          e);
    }
  }

  /** Id of the release that serves. */
  public Optional<String> active() {
    return announcement().active().map(ActiveRelease::getRelease);
  }

  /** Id of the release that served before it. */
  public Optional<String> previous() {
    return announcement().active().map(ActiveRelease::getPrevious);
  }

  /** Makes a release the serving one. */
  public void activate(String release) {
    announcement().activate(release);
  }

  private ReleaseAnnouncement announcement() {
    return new ReleaseAnnouncement(kafka, topics, clock);
  }
}
