package io.freshet.server.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.kafka.EmbeddedKafka;
import io.freshet.registry.InputSchemas;
import io.freshet.schemas.ItemNeighborhood;
import io.freshet.schemas.Neighbor;
import io.freshet.schemas.Relation;
import io.freshet.schemas.Topics;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.server.retrieval.graph.LookupFailedException;
import io.freshet.server.retrieval.graph.Neighborhood;
import io.freshet.server.retrieval.graph.NeighborhoodLookup;
import io.freshet.server.retrieval.ingest.Consumers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NeighborhoodLookupTest {
  private static final AvroCodec<ItemNeighborhood> CODEC = new AvroCodec<>(ItemNeighborhood.class);

  private final Topics topics = new Topics("", 4);

  @Test
  void newestNeighborsOfAnyItemAreFoundWhicheverPartitionHoldsIt(@TempDir Path directory)
      throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
      kafka.createTopics(topics.fixed());
      NeighborhoodLookup lookup = lookup(kafka.bootstrapServers());
      assertThat(lookup.find("item-1")).isEmpty();
      try (KafkaWorld world = new KafkaWorld(kafka.bootstrapServers(), topics)) {
        for (int item = 0; item < 20; item++) {
          world.raw(topics.itemNeighborhoods(), "item-" + item, neighbors("old"));
          world.raw(topics.itemNeighborhoods(), "item-" + item, neighbors("new of " + item));
        }
        world.raw(topics.itemNeighborhoods(), "broken", new byte[] {1, 2});
      }
      for (int item = 0; item < 20; item++) {
        assertThat(lookup.find("item-" + item))
            .contains(
                new Neighborhood(
                    Instant.EPOCH,
                    List.of(
                        new Neighborhood.Neighbor("new of " + item, "track", .75f),
                        new Neighborhood.Neighbor("other", "track", .25f))));
      }
      assertThat(lookup.find("nobody")).isEmpty();
      assertThatThrownBy(() -> lookup.find("broken"))
          .isInstanceOf(LookupFailedException.class)
          .hasMessageContaining("cannot be read");
    }
  }

  private NeighborhoodLookup lookup(String bootstrapServers) {
    return new NeighborhoodLookup(
        topics.itemNeighborhoods().name(),
        () -> Consumers.open(Map.of("bootstrap.servers", bootstrapServers)),
        InputSchemas.defaults());
  }

  static byte[] neighbors(String first) {
    return CODEC.encode(
        ItemNeighborhood.newBuilder()
            .setItemId("item")
            .setItemType("track")
            .setVersion(1)
            .setAsOf(Instant.EPOCH)
            .setRelations(
                List.of(
                    Relation.newBuilder()
                        .setNeighborType("track")
                        .setTotalWeight(1)
                        .setNeighbors(
                            List.of(
                                Neighbor.newBuilder().setItemId(first).setShare(.75f).build(),
                                Neighbor.newBuilder().setItemId("other").setShare(.25f).build()))
                        .build()))
            .build());
  }
}
