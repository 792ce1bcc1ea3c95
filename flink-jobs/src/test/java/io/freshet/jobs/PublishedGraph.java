package io.freshet.jobs;

import static java.util.Objects.requireNonNull;

import io.freshet.schemas.ItemNeighborhood;
import io.freshet.schemas.Neighbor;
import io.freshet.schemas.Relation;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.schemas.wire.UndecodableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Compares the neighborhoods on a topic with those of {@link PlainGraph}. */
final class PublishedGraph {
  private static final double TOLERANCE = 1e-6;

  private PublishedGraph() {}

  /** What the last records lack of the expected shares, in words; empty when they are the same. */
  static List<String> differences(
      Map<String, ConsumerRecord<byte[], byte[]>> latest,
      Map<String, Map<String, Map<String, Double>>> expected)
      throws UndecodableException {
    return differences(latest, expected, new AvroCodec<>(ItemNeighborhood.class));
  }

  /** The same for records that this codec reads. */
  static List<String> differences(
      Map<String, ConsumerRecord<byte[], byte[]>> latest,
      Map<String, Map<String, Map<String, Double>>> expected,
      AvroCodec<ItemNeighborhood> codec)
      throws UndecodableException {
    List<String> differences = new ArrayList<>();
    for (Map.Entry<String, Map<String, Map<String, Double>>> item : expected.entrySet()) {
      ConsumerRecord<byte[], byte[]> record = latest.get(item.getKey());
      if (record == null || !isSame(record.value(), item.getValue(), codec)) {
        differences.add(item.getKey());
      }
    }
    return differences;
  }

  private static boolean isSame(
      byte @Nullable [] value,
      Map<String, Map<String, Double>> expected,
      AvroCodec<ItemNeighborhood> codec)
      throws UndecodableException {
    if (value == null) {
      return false;
    }
    Map<String, Map<String, Double>> shares = shares(codec.decode(value));
    return shares.keySet().equals(expected.keySet())
        && expected.entrySet().stream()
            .allMatch(type -> areClose(requireNonNull(shares.get(type.getKey())), type.getValue()));
  }

  private static boolean areClose(Map<String, Double> actual, Map<String, Double> expected) {
    return actual.keySet().equals(expected.keySet())
        && expected.entrySet().stream()
            .allMatch(
                share ->
                    Math.abs(requireNonNull(actual.get(share.getKey())) - share.getValue())
                        < TOLERANCE);
  }

  private static Map<String, Map<String, Double>> shares(ItemNeighborhood neighborhood) {
    Map<String, Map<String, Double>> shares = new TreeMap<>();
    for (Relation relation : neighborhood.getRelations()) {
      Map<String, Double> ofType = new TreeMap<>();
      for (Neighbor neighbor : relation.getNeighbors()) {
        ofType.put(neighbor.getItemId(), (double) neighbor.getShare());
      }
      shares.put(relation.getNeighborType(), ofType);
    }
    return shares;
  }
}
