package io.freshet.server.training;

import static java.util.Objects.requireNonNull;

import io.freshet.registry.InputSchemas;
import io.freshet.schemas.ItemFeature;
import io.freshet.schemas.ItemNeighborhood;
import io.freshet.schemas.Neighbor;
import io.freshet.schemas.Relation;
import io.freshet.schemas.Topics;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.schemas.wire.UndecodableException;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads training data from the two compacted topics that an embedding job lives on: the text
 * vectors of one encoder and the item neighborhoods, each to its end as of the call.
 *
 * <p>Records that cannot be used (undecodable, a vector of another length, a share that is none)
 * are skipped and counted in the log: they have dead letters of their own where they came from.
 */
public final class TopicTrainingData {
  private static final Logger LOG = LoggerFactory.getLogger(TopicTrainingData.class);

  private final Map<String, Object> consumerProperties;
  private final Topics topics;
  private final InputSchemas schemas;

  /**
   * A reader.
   *
   * @param consumerProperties how to reach Kafka, at least {@code bootstrap.servers}
   * @param schemas how the records are framed
   */
  public TopicTrainingData(
      Map<String, Object> consumerProperties, Topics topics, InputSchemas schemas) {
    this.consumerProperties = Map.copyOf(consumerProperties);
    this.topics = requireNonNull(topics, "topics is null");
    this.schemas = requireNonNull(schemas, "schemas is null");
  }

  /**
   * Reads everything.
   *
   * @param encoder id of the text encoder
   * @param textDimensions length of its vectors
   * @throws IllegalStateException when a topic does not exist
   */
  public TrainingData read(String encoder, int textDimensions) {
    TrainingData.Builder builder = TrainingData.builder(encoder, textDimensions);
    AvroCodec<ItemFeature> features = schemas.codec(ItemFeature.class);
    int skipped =
        forEach(
            topics.itemFeatures(encoder).name(), bytes -> addItem(builder, features.decode(bytes)));
    AvroCodec<ItemNeighborhood> neighborhoods = schemas.codec(ItemNeighborhood.class);
    skipped +=
        forEach(
            topics.itemNeighborhoods().name(),
            bytes -> addNeighborhood(builder, neighborhoods.decode(bytes)));
    TrainingData data = builder.build();
    LOG.info(
        "Read {} items of types {} with {} neighbors; skipped {} records",
        data.items(),
        data.types(),
        data.edges(),
        skipped);
    return data;
  }

  private interface Use {
    void accept(byte[] bytes) throws UndecodableException;
  }

  private int forEach(String topic, Use use) {
    int skipped = 0;
    for (Map.Entry<String, byte[]> entry :
        CompactedTopic.read(consumerProperties, topic).values().entrySet()) {
      try {
        use.accept(entry.getValue());
      } catch (UndecodableException | IllegalArgumentException e) {
        skipped++;
        LOG.debug("Skipped {} of {}", entry.getKey(), topic, e);
      }
    }
    return skipped;
  }

  private static void addItem(TrainingData.Builder builder, ItemFeature feature) {
    float[] vector = new float[feature.getVector().size()];
    for (int k = 0; k < vector.length; k++) {
      vector[k] = feature.getVector().get(k);
    }
    builder.item(feature.getItemId(), feature.getItemType(), vector);
  }

  private static void addNeighborhood(TrainingData.Builder builder, ItemNeighborhood neighborhood) {
    for (Relation relation : neighborhood.getRelations()) {
      List<Neighbor> neighbors = relation.getNeighbors();
      float[] shares = new float[neighbors.size()];
      for (int k = 0; k < shares.length; k++) {
        shares[k] = neighbors.get(k).getShare();
      }
      List<String> ids = neighbors.stream().map(Neighbor::getItemId).toList();
      builder.neighbors(neighborhood.getItemId(), relation.getNeighborType(), ids, shares);
    }
  }
}
