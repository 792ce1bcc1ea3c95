package io.freshet.server.training;

import static java.util.Objects.requireNonNull;

import io.freshet.schemas.ActiveRelease;
import io.freshet.schemas.ModelRelease;
import io.freshet.schemas.Topics;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.schemas.wire.UndecodableException;
import io.freshet.server.model.Release;
import io.freshet.server.model.TowerSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Tells everybody of a release through the topic {@code model-releases}: that it exists, and which
 * one serves. The flip is one record under {@link Topics#ACTIVE_RELEASE_KEY}.
 */
public final class ReleaseAnnouncement {
  private final Map<String, Object> kafkaProperties;
  private final Topics topics;
  private final InstantSource clock;

  /**
   * An announcer.
   *
   * @param kafkaProperties how to reach Kafka, at least {@code bootstrap.servers}
   * @param clock from which record versions are made
   */
  public ReleaseAnnouncement(
      Map<String, Object> kafkaProperties, Topics topics, InstantSource clock) {
    this.kafkaProperties = Map.copyOf(kafkaProperties);
    this.topics = requireNonNull(topics, "topics is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /**
   * Says that the release exists; nothing serves it yet.
   *
   * @param directory where it lies
   * @param checksum SHA-256 of its {@code release.json}, as {@link Release#write} returned it
   */
  public void announce(Release release, Path directory, String checksum) {
    Map<String, Double> figures = new HashMap<>(release.metrics());
    release
        .towers()
        .ifPresent(towers -> figures.put(TowerSpec.ANNOUNCED, (double) towers.dimensions()));
    ModelRelease record =
        ModelRelease.newBuilder()
            .setRelease(release.id())
            .setUri(directory.toAbsolutePath().toUri().toString())
            .setSha256(checksum)
            .setEncoderId(release.encoder())
            .setTextDimensions(release.textDimensions())
            .setDimensions(release.dimensions())
            .setLayers(release.layers())
            .setMetrics(figures)
            .build();
    send(release.id(), new AvroCodec<>(ModelRelease.class).encode(record));
  }

  /**
   * Makes the release the serving one; the one that served is remembered for a rollback. Nothing
   * happens when it serves already.
   */
  public void activate(String release) {
    Optional<String> serving = active().map(ActiveRelease::getRelease);
    if (serving.filter(release::equals).isPresent()) {
      return;
    }
    ActiveRelease.Builder record = ActiveRelease.newBuilder().setRelease(release);
    serving.ifPresent(record::setPrevious);
    send(Topics.ACTIVE_RELEASE_KEY, new AvroCodec<>(ActiveRelease.class).encode(record.build()));
  }

  /** Which release serves, empty before the first. */
  public Optional<ActiveRelease> active() {
    byte[] bytes = state().values().get(Topics.ACTIVE_RELEASE_KEY);
    if (bytes == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(new AvroCodec<>(ActiveRelease.class).decode(bytes));
    } catch (UndecodableException e) {
      throw new IllegalStateException(
          "Cannot tell which release serves: %s".formatted(e.getMessage()), e);
    }
  }

  private CompactedTopic state() {
    return CompactedTopic.read(kafkaProperties, topics.modelReleases().name());
  }

  private void send(String key, byte[] value) {
    long version =
        Math.max(
            state().maxVersion() + 1, ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()));
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topics.modelReleases().name(), key.getBytes(StandardCharsets.UTF_8), value);
    record
        .headers()
        .add(
            CompactedTopic.VERSION_HEADER, Long.toString(version).getBytes(StandardCharsets.UTF_8));
    Map<String, Object> settings = new HashMap<>(kafkaProperties);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(record).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "Cannot announce a release: Kafka refused the record (%s)".formatted(key), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(
          "Cannot announce a release: interrupted (%s)".formatted(key), e);
    }
  }
}
