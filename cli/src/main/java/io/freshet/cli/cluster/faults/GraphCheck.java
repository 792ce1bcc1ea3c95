package io.freshet.cli.cluster.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.freshet.jobs.GraphReplay;
import io.freshet.jobs.InteractionGraphConfig;
import io.freshet.schemas.ItemNeighborhood;
import io.freshet.schemas.ListeningEvent;
import io.freshet.schemas.Neighbor;
import io.freshet.schemas.Relation;
import io.freshet.schemas.Topic;
import io.freshet.schemas.Topics;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.schemas.wire.UndecodableException;
import io.freshet.server.training.TopicScan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Compares the neighborhoods that were published with those of all events at once, replayed in
 * memory. An event that was lost or counted twice moves shares.
 */
public final class GraphCheck {
  private final String bootstrapServers;
  private final Topics topics;

  /** Of the topics of a broker. */
  public GraphCheck(String bootstrapServers, Topics topics) {
    this.bootstrapServers = requireNonNull(bootstrapServers, "bootstrapServers is null");
    this.topics = requireNonNull(topics, "topics is null");
  }

  /** Item to the share of each neighbor, named {@code type/item}, from all events so far. */
  public Map<String, Map<String, Float>> expected() throws UndecodableException {
    AvroCodec<ListeningEvent> codec = new AvroCodec<>(ListeningEvent.class);
    List<ListeningEvent> events = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : read(topics.listeningEvents())) {
      events.add(codec.decode(record.value()));
    }
    events.sort(Comparator.comparing(ListeningEvent::getOccurredAt));
    GraphReplay replay = new GraphReplay(InteractionGraphConfig.defaults());
    for (ListeningEvent event : events) {
      replay.accept(event, event.getOccurredAt().toEpochMilli());
    }
    Map<String, Map<String, Float>> shares = new HashMap<>();
    replay.changedNeighborhoods().forEach(item -> shares.put(item.getItemId(), shares(item)));
    return shares;
  }

  /** The same, as published so far. */
  public Map<String, Map<String, Float>> published() throws UndecodableException {
    AvroCodec<ItemNeighborhood> codec = new AvroCodec<>(ItemNeighborhood.class);
    Map<String, Map<String, Float>> shares = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : read(topics.itemNeighborhoods())) {
      String item = new String(record.key(), UTF_8);
      if (record.value() == null) {
        shares.remove(item);
      } else {
        shares.put(item, shares(codec.decode(record.value())));
      }
    }
    return shares;
  }

  /** L1 distance of the item and the neighbor type that are farthest apart; at most 2. */
  public static double distance(
      Map<String, Map<String, Float>> first, Map<String, Map<String, Float>> second) {
    Set<String> items = new HashSet<>(first.keySet());
    items.addAll(second.keySet());
    return items.stream()
        .mapToDouble(
            item -> apart(first.getOrDefault(item, Map.of()), second.getOrDefault(item, Map.of())))
        .max()
        .orElse(0);
  }

  private static double apart(Map<String, Float> one, Map<String, Float> other) {
    Set<String> neighbors = new HashSet<>(one.keySet());
    neighbors.addAll(other.keySet());
    Map<String, Double> byType = new HashMap<>();
    for (String neighbor : neighbors) {
      double apart = Math.abs(one.getOrDefault(neighbor, 0f) - other.getOrDefault(neighbor, 0f));
      byType.merge(neighbor.substring(0, neighbor.indexOf('/')), apart, Double::sum);
    }
    return byType.values().stream().mapToDouble(each -> each).max().orElse(0);
  }

  private static Map<String, Float> shares(ItemNeighborhood item) {
    Map<String, Float> shares = new HashMap<>();
    for (Relation relation : item.getRelations()) {
      for (Neighbor neighbor : relation.getNeighbors()) {
        shares.put(relation.getNeighborType() + "/" + neighbor.getItemId(), neighbor.getShare());
      }
    }
    return shares;
  }

  private List<ConsumerRecord<byte[], byte[]>> read(Topic topic) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    TopicScan.read(Map.of("bootstrap.servers", bootstrapServers), topic.name(), records::add);
    return records;
  }
}
