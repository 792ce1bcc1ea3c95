package io.freshet.cli.cluster.faults;

import static java.util.Objects.requireNonNull;

import io.freshet.registry.InputSchemas;
import io.freshet.schemas.ItemEmbedding;
import io.freshet.schemas.Topics;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.schemas.wire.UndecodableException;
import io.freshet.server.model.Release;
import io.freshet.server.training.CompactedTopic;
import io.freshet.server.training.ReleasePass;
import io.freshet.server.training.TopicTrainingData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares the embeddings that were published with one pass of the release over all features and
 * neighborhoods, computed here.
 */
final class EmbeddingCheck {
  /** What a missing embedding counts as, and one too many: as far as unit vectors get apart. */
  private static final double MISSING = 2;

  private final Map<String, Object> kafka;
  private final Topics topics;
  private final Release release;

  EmbeddingCheck(String bootstrapServers, Topics topics, Path release) throws IOException {
    kafka = Map.of("bootstrap.servers", requireNonNull(bootstrapServers, "servers is null"));
    this.topics = requireNonNull(topics, "topics is null");
    this.release = Release.load(release);
  }

  /** Largest difference of any component of any item. */
  double distance() throws UndecodableException {
    Map<String, float[]> expected =
        ReleasePass.embeddings(
            release,
            new TopicTrainingData(kafka, topics, InputSchemas.defaults())
                .read(release.encoder(), release.textDimensions()));
    Map<String, List<Float>> published = published();
    if (!expected.keySet().equals(published.keySet())) {
      return MISSING;
    }
    double largest = 0;
    for (Map.Entry<String, List<Float>> each : published.entrySet()) {
      float[] wanted = requireNonNull(expected.get(each.getKey()));
      for (int place = 0; place < wanted.length; place++) {
        largest = Math.max(largest, Math.abs(wanted[place] - each.getValue().get(place)));
      }
    }
    return largest;
  }

  private Map<String, List<Float>> published() throws UndecodableException {
    AvroCodec<ItemEmbedding> codec = new AvroCodec<>(ItemEmbedding.class);
    Map<String, List<Float>> published = new HashMap<>();
    for (Map.Entry<String, byte[]> each :
        CompactedTopic.read(kafka, topics.itemEmbeddings(release.id()).name())
            .values()
            .entrySet()) {
      published.put(each.getKey(), codec.decode(each.getValue()).getVector());
    }
    return published;
  }
}
