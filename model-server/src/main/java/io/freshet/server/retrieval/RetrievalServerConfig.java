package io.freshet.server.retrieval;

import static java.util.Objects.requireNonNull;

import io.freshet.registry.InputSchemas;
import io.freshet.server.retrieval.http.ApiKeys;
import io.freshet.server.retrieval.http.Tls;
import io.freshet.server.retrieval.index.IndexConfig;
import io.freshet.server.retrieval.index.StoreLimits;
import io.freshet.server.retrieval.store.SnapshotConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Everything that can be said to the retrieval server.
 *
 * @param bootstrapServers Kafka brokers
 * @param topicPrefix put before every topic name
 * @param host address to listen on
 * @param port port to listen on; 0 picks a free one
 * @param release the model release to serve; empty to follow the active one
 * @param recency weight of a position of a user's history relative to the next newer one
 * @param minCoverage share of the serving index's size that a new release's index must reach before
 *     it serves
 * @param index the kind of index and its accuracy
 * @param items bounds of each store of items, the index among them
 * @param users bounds of the store of user histories
 * @param schemas how the records of the topics are framed, and where their schemas are found
 * @param keys what callers must show
 * @param tls what the server shows, over HTTP and gRPC; empty for neither
 * @param grpcPort port to listen on for gRPC; 0 picks a free one, empty does without
 * @param inference host and gRPC port of the inference server, for searches by text; empty for none
 * @param snapshots where snapshots go; empty to read all topics at every start
 * @param kafkaProperties further properties of the Kafka consumers (security and the like)
 */
public record RetrievalServerConfig(
    String bootstrapServers,
    String topicPrefix,
    String host,
    int port,
    Optional<String> release,
    double recency,
    double minCoverage,
    IndexConfig index,
    StoreLimits items,
    StoreLimits users,
    InputSchemas schemas,
    ApiKeys keys,
    Optional<Tls> tls,
    OptionalInt grpcPort,
    Optional<String> inference,
    Optional<SnapshotConfig> snapshots,
    Map<String, String> kafkaProperties) {
  public RetrievalServerConfig {
    requireNonNull(bootstrapServers, "bootstrapServers is null");
    requireNonNull(topicPrefix, "topicPrefix is null");
    requireNonNull(host, "host is null");
    requireNonNull(release, "release is null");
    requireNonNull(index, "index is null");
    requireNonNull(items, "items is null");
    requireNonNull(users, "users is null");
    requireNonNull(schemas, "schemas is null");
    requireNonNull(keys, "keys is null");
    requireNonNull(tls, "tls is null");
    requireNonNull(grpcPort, "grpcPort is null");
    requireNonNull(inference, "inference is null");
    requireNonNull(snapshots, "snapshots is null");
    kafkaProperties = Map.copyOf(kafkaProperties);
    checkPort(port);
    grpcPort.ifPresent(RetrievalServerConfig::checkPort);
  }

  private static void checkPort(int port) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(
          "Cannot configure retrieval: port must be between 0 and 65535 (%d)".formatted(port));
    }
  }

  /** Local broker, loopback address, port 8080, the active release. */
  public static RetrievalServerConfig defaults() {
    return new RetrievalServerConfig(
        "localhost:9092",
        "",
        "127.0.0.1",
        8080,
        Optional.empty(),
        0.9,
        0.999,
        IndexConfig.defaults(),
        StoreLimits.defaults(),
        StoreLimits.defaults(),
        InputSchemas.defaults(),
        ApiKeys.none(),
        Optional.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of());
  }

  /** The same with other brokers. */
  public RetrievalServerConfig withBootstrapServers(String brokers) {
    return with(draft -> draft.bootstrapServers = brokers);
  }

  /** The same with another prefix of topic names. */
  public RetrievalServerConfig withTopicPrefix(String prefix) {
    return with(draft -> draft.topicPrefix = prefix);
  }

  /** The same listening elsewhere. */
  public RetrievalServerConfig withAddress(String otherHost, int otherPort) {
    return with(
        draft -> {
          draft.host = otherHost;
          draft.port = otherPort;
        });
  }

  /** The same serving one release, whichever is active. */
  public RetrievalServerConfig withRelease(String fixed) {
    return with(draft -> draft.release = Optional.of(fixed));
  }

  /** The same with another index. */
  public RetrievalServerConfig withIndex(IndexConfig other) {
    return with(draft -> draft.index = other);
  }

  /** The same reading other framings. */
  public RetrievalServerConfig withSchemas(InputSchemas others) {
    return with(draft -> draft.schemas = others);
  }

  /** The same for callers who show these keys. */
  public RetrievalServerConfig withKeys(ApiKeys others) {
    return with(draft -> draft.keys = others);
  }

  /** The same with TLS. */
  public RetrievalServerConfig withTls(Tls shown) {
    return with(draft -> draft.tls = Optional.of(shown));
  }

  /** The same listening for gRPC too. */
  public RetrievalServerConfig withGrpcPort(int otherPort) {
    return with(draft -> draft.grpcPort = OptionalInt.of(otherPort));
  }

  /** The same that can search by text. */
  public RetrievalServerConfig withInference(String target) {
    return with(draft -> draft.inference = Optional.of(target));
  }

  /** The same with snapshots. */
  public RetrievalServerConfig withSnapshots(Path directory, Duration interval) {
    return with(
        draft ->
            draft.snapshots =
                Optional.of(new SnapshotConfig(directory, interval, items.tombstoneRetention())));
  }

  Map<String, String> consumerProperties() {
    Map<String, String> properties = new HashMap<>(kafkaProperties);
    properties.put("bootstrap.servers", bootstrapServers);
    return properties;
  }

  private RetrievalServerConfig with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.made();
  }

  /** All that is said, to change some of it. */
  private static final class Draft {
    private String bootstrapServers;
    private String topicPrefix;
    private String host;
    private int port;
    private Optional<String> release;
    private double recency;
    private double minCoverage;
    private IndexConfig index;
    private StoreLimits items;
    private StoreLimits users;
    private InputSchemas schemas;
    private ApiKeys keys;
    private Optional<Tls> tls;
    private OptionalInt grpcPort;
    private Optional<String> inference;
    private Optional<SnapshotConfig> snapshots;
    private Map<String, String> kafkaProperties;

    Draft(RetrievalServerConfig from) {
      bootstrapServers = from.bootstrapServers;
      topicPrefix = from.topicPrefix;
      host = from.host;
      port = from.port;
      release = from.release;
      recency = from.recency;
      minCoverage = from.minCoverage;
      index = from.index;
      items = from.items;
      users = from.users;
      schemas = from.schemas;
      keys = from.keys;
      tls = from.tls;
      grpcPort = from.grpcPort;
      inference = from.inference;
      snapshots = from.snapshots;
      kafkaProperties = from.kafkaProperties;
    }

    RetrievalServerConfig made() {
      return new RetrievalServerConfig(
          bootstrapServers,
          topicPrefix,
          host,
          port,
          release,
          recency,
          minCoverage,
          index,
          items,
          users,
          schemas,
          keys,
          tls,
          grpcPort,
          inference,
          snapshots,
          kafkaProperties);
    }
  }
}
