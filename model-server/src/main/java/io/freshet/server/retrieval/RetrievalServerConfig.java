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
    return new RetrievalServerConfig(
        brokers,
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

  /** The same with another prefix of topic names. */
  public RetrievalServerConfig withTopicPrefix(String prefix) {
    return new RetrievalServerConfig(
        bootstrapServers,
        prefix,
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

  /** The same listening elsewhere. */
  public RetrievalServerConfig withAddress(String otherHost, int otherPort) {
    return new RetrievalServerConfig(
        bootstrapServers,
        topicPrefix,
        otherHost,
        otherPort,
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

  /** The same serving one release, whichever is active. */
  public RetrievalServerConfig withRelease(String fixed) {
    return new RetrievalServerConfig(
        bootstrapServers,
        topicPrefix,
        host,
        port,
        Optional.of(fixed),
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

  /** The same with another index. */
  public RetrievalServerConfig withIndex(IndexConfig other) {
    return new RetrievalServerConfig(
        bootstrapServers,
        topicPrefix,
        host,
        port,
        release,
        recency,
        minCoverage,
        other,
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

  /** The same reading other framings. */
  public RetrievalServerConfig withSchemas(InputSchemas others) {
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
        others,
        keys,
        tls,
        grpcPort,
        inference,
        snapshots,
        kafkaProperties);
  }

  /** The same for callers who show these keys. */
  public RetrievalServerConfig withKeys(ApiKeys others) {
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
        others,
        tls,
        grpcPort,
        inference,
        snapshots,
        kafkaProperties);
  }

  /** The same with TLS. */
  public RetrievalServerConfig withTls(Tls shown) {
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
        Optional.of(shown),
        grpcPort,
        inference,
        snapshots,
        kafkaProperties);
  }

  /** The same listening for gRPC too. */
  public RetrievalServerConfig withGrpcPort(int otherPort) {
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
        OptionalInt.of(otherPort),
        inference,
        snapshots,
        kafkaProperties);
  }

  /** The same that can search by text. */
  public RetrievalServerConfig withInference(String target) {
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
        Optional.of(target),
        snapshots,
        kafkaProperties);
  }

  /** The same with snapshots. */
  public RetrievalServerConfig withSnapshots(Path directory, Duration interval) {
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
        Optional.of(new SnapshotConfig(directory, interval, items.tombstoneRetention())),
        kafkaProperties);
  }

  Map<String, String> consumerProperties() {
    Map<String, String> properties = new HashMap<>(kafkaProperties);
    properties.put("bootstrap.servers", bootstrapServers);
    return properties;
  }
}
