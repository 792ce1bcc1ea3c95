package io.freshet.kafka;

import static java.util.Objects.requireNonNull;

import io.freshet.schemas.Topic;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A Kafka broker and its KRaft controller in this JVM, bound to 127.0.0.1, with replication 1.
 * Meant for the playground and for tests: one node, no security, and records are kept however old
 * they are.
 *
 * <p>The directory is formatted at the first start and kept at {@link #close}. A later start in the
 * same directory has the same cluster id and data, and the same ports unless somebody else took
 * them meanwhile. Safe for use by several threads.
 */
public final class EmbeddedKafka implements AutoCloseable {
  private static final short REPLICATION = 1;

  private final KafkaNode node;
  private final String address;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedKafka(KafkaNode node, String address) {
    this.node = node;
    this.address = address;
  }

  /**
   * Starts a broker on the directory, and returns when clients can use it.
   *
   * @param directory created if missing; one running broker at a time
   * @throws IOException if the directory cannot be written or formatted
   */
  public static EmbeddedKafka start(Path directory) throws IOException {
    Path logs = requireNonNull(directory, "directory is null").resolve("log").toAbsolutePath();
    Files.createDirectories(logs);
    format(logs);
    BrokerSockets sockets = BrokerSockets.open(directory);
    try {
      KafkaNode node = new KafkaNode(new KafkaConfig(BrokerSettings.of(logs, sockets)), sockets);
      start(node);
      return new EmbeddedKafka(node, BrokerSockets.HOST + ":" + sockets.brokerPort());
    } catch (RuntimeException e) {
      sockets.close();
      throw e;
    }
  }

  /**
   * Address of the broker that was last started on a directory, whether it runs or not; none where
   * there was none.
   *
   * @throws IOException if what is recorded cannot be read
   */
  public static Optional<String> recordedAddress(Path directory) throws IOException {
    return BrokerSockets.recorded(directory).map(port -> BrokerSockets.HOST + ":" + port);
  }

  /** Address for {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return address;
  }

  /**
   * Creates those of the topics that do not exist yet.
   *
   * @return names of the topics created
   */
  public Set<String> createTopics(Collection<Topic> topics) {
    try (Admin admin = admin()) {
      return new TopicCreation(admin, REPLICATION).create(topics);
    }
  }

  /**
   * Creates those of the topics and of their dead-letter topics that do not exist yet.
   *
   * @return names of the topics created
   */
  public Set<String> createTopicsWithDeadLetters(Collection<Topic> topics) {
    try (Admin admin = admin()) {
      return new TopicCreation(admin, REPLICATION).createWithDeadLetters(topics);
    }
  }

  /** Stops broker and controller and waits for both; the data stays. May be called twice. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      node.stop();
    }
  }

  private Admin admin() {
    return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()));
  }

  private static void start(KafkaNode node) {
    try {
      node.start();
    } catch (RuntimeException e) {
      node.stop();
      throw e;
    }
  }

  private static void format(Path logs) throws IOException {
    if (Files.exists(logs.resolve("meta.properties"))) {
      return;
    }
    try (PrintStream silent =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      new Formatter()
          .setPrintStream(silent)
          .setNodeId(BrokerSettings.NODE)
          .setClusterId(Uuid.randomUuid().toString())
          .setReleaseVersion(MetadataVersion.latestProduction())
          .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
          .setDirectories(Set.of(logs.toString()))
          .setMetadataLogDirectory(logs.toString())
          .run();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("Cannot format the Kafka directory: %s (%s)".formatted(e, logs), e);
    }
  }
}
