package io.freshet.benchmarks.propagation;

import static java.util.stream.Collectors.toMap;

import io.freshet.jobs.EmbeddingConfig;
import io.freshet.jobs.InteractionGraphConfig;
import io.freshet.jobs.inference.InferenceConfig;
import io.freshet.kafka.EmbeddedKafka;
import io.freshet.schemas.Topic;
import io.freshet.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/**
 * One setting of thresholds on one graph: how its two jobs are configured. What is not named here
 * is the product's default.
 *
 * @param bootstrapServers address of the broker
 * @param checkpoints URI where checkpoints go
 * @param grpcPort of the inference server
 * @param httpPort of the inference server
 * @param stream the edges
 * @param release what the inference server serves
 * @param dimensions of one layer, and of the text vectors
 */
record Setup(
    String bootstrapServers,
    String checkpoints,
    int grpcPort,
    int httpPort,
    EdgeStream stream,
    Thresholds thresholds,
    String release,
    int dimensions) {
  static final int PARALLELISM = 2;
  static final int DEGREE = 32;

  private static final String COMPACTION_LAG = Long.toString(Duration.ofMinutes(15).toMillis());

  /** As many entries as the state of a graph can have, in a heap of some GiB. */
  private static final int CACHE_ENTRIES = 8_000_000;

  /** A larger graph than this has more state than a machine of 24 GiB holds decoded. */
  private static final int CACHED_ITEMS = 200_000;

  private static final int CACHE_ENTRIES_OF_MORE = 400_000;

  /** Names of the topics: every setting has its own. */
  Topics topics() {
    return edgeConfig().topics();
  }

  InteractionGraphConfig edgeConfig() {
    Map<String, String> values = common("edges");
    values.put("edge.top-k", Integer.toString(DEGREE));
    values.put("edge.drift-epsilon", Double.toString(thresholds.epsilon()));
    // It is offered as much as it takes, so it is always behind; measured is the epsilon asked for.
    values.put("edge.adaptive.limit", "1");
    values.put("edge.cache-entries", cacheEntries());
    return InteractionGraphConfig.from(values);
  }

  EmbeddingConfig embeddingConfig(Duration round) {
    return embeddingConfig(round, Map.of());
  }

  /** With some values that are not the product's defaults. */
  EmbeddingConfig embeddingConfig(Duration round, Map<String, String> others) {
    Map<String, String> values = common("embedding");
    values.put("inference.target", "127.0.0.1:" + grpcPort);
    values.put("inference.text-dimensions", Integer.toString(dimensions));
    values.put("embedding.release", release);
    values.put("embedding.encoder", Weights.ENCODER);
    values.put("embedding.layers", Integer.toString(Weights.LAYERS));
    values.put("embedding.dimensions", Integer.toString(dimensions));
    values.put("embedding.text-dimensions", Integer.toString(dimensions));
    values.put("embedding.round", round.toMillis() + "ms");
    values.put("embedding.delta", Double.toString(thresholds.delta()));
    values.put("embedding.gamma", Double.toString(thresholds.gamma()));
    values.put("embedding.cache-entries", cacheEntries());
    values.putAll(others);
    return EmbeddingConfig.from(values);
  }

  private String cacheEntries() {
    return Integer.toString(stream.items() > CACHED_ITEMS ? CACHE_ENTRIES_OF_MORE : CACHE_ENTRIES);
  }

  InferenceConfig inference() {
    return embeddingConfig(Duration.ofSeconds(1)).inference();
  }

  /** Creates the topics, and sends all texts. */
  void prepare(EmbeddedKafka kafka, TextVectors texts) throws Exception {
    Topic embeddings = topics().itemEmbeddings(release);
    kafka.createTopics(topics().fixed());
    kafka.createTopics(
        List.of(
            topics().itemFeatures(Weights.ENCODER), embeddings, topics().embeddingRounds(release)));
    keepReplaced(List.of(topics().itemNeighborhoods(), embeddings));
    FeatureFeed.write(
        bootstrapServers, topics().itemFeatures(Weights.ENCODER), texts, stream.items());
  }

  /** What a round is compared by must not be compacted away before it has been read. */
  private void keepReplaced(List<Topic> compared) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      AlterConfigOp lag =
          new AlterConfigOp(
              new ConfigEntry("min.compaction.lag.ms", COMPACTION_LAG), AlterConfigOp.OpType.SET);
      var unused =
          admin
              .incrementalAlterConfigs(
                  compared.stream()
                      .collect(
                          toMap(
                              topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name()),
                              topic -> List.of(lag))))
              .all()
              .get();
    }
  }

  private Map<String, String> common(String job) {
    String prefix =
        "bench-%s-%d-%d-%s-"
            .formatted(stream.name(), stream.items(), dimensions, thresholds.name());
    Map<String, String> values = new HashMap<>();
    values.put("kafka.bootstrap-servers", bootstrapServers);
    values.put("kafka.group", prefix + job);
    values.put("topics.prefix", prefix);
    values.put("topics.partitions", Integer.toString(PARALLELISM));
    values.put("job.parallelism", Integer.toString(PARALLELISM));
    values.put("job.checkpoint-directory", checkpoints);
    return values;
  }
}
