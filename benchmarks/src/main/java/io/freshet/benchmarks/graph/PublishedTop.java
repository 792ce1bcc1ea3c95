package io.freshet.benchmarks.graph;

import io.freshet.schemas.ItemNeighborhood;
import io.freshet.schemas.Neighbor;
import io.freshet.schemas.Topic;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.schemas.wire.UndecodableException;
import io.freshet.server.training.CompactedTopic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the newest neighborhood of each item from its topic. */
final class PublishedTop {
  private PublishedTop() {}

  /** Neighbors by item, heaviest first. */
  static Map<String, List<String>> read(String bootstrapServers, Topic topic)
      throws UndecodableException {
    AvroCodec<ItemNeighborhood> codec = new AvroCodec<>(ItemNeighborhood.class);
    Map<String, byte[]> newest =
        CompactedTopic.read(Map.of("bootstrap.servers", bootstrapServers), topic.name()).values();
    Map<String, List<String>> top = new HashMap<>();
    for (Map.Entry<String, byte[]> entry : newest.entrySet()) {
      top.put(
          entry.getKey(),
          codec.decode(entry.getValue()).getRelations().stream()
              .flatMap(relation -> relation.getNeighbors().stream())
              .map(Neighbor::getItemId)
              .toList());
    }
    return top;
  }
}
