package io.freshet.jobs;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.jobs.graph.Act;
import io.freshet.jobs.graph.Act.Play;
import io.freshet.jobs.graph.GraphOracle;
import io.freshet.jobs.graph.GraphStory;
import io.freshet.jobs.statistic.ItemCounts;
import io.freshet.schemas.ItemNeighborhood;
import io.freshet.schemas.ItemStatistics;
import io.freshet.schemas.Neighbor;
import io.freshet.schemas.Relation;
import io.freshet.schemas.Topic;
import io.freshet.schemas.wire.AvroCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The graph in memory is the one that the job publishes of the same events. */
final class GraphReplayTest {
  private static final long SEED = Long.getLong("freshet.seed", 20_261_125);
  private static final double TOLERANCE = 1e-6;

  @TempDir Path directory;

  @Test
  void neighborhoodsAndStatisticsAreThoseOfTheJob() throws Exception {
    GraphStory story = new GraphStory(SEED);
    List<Act> acts = story.plays(400, Set.of());
    acts.addAll(story.repeated(30));
    try (GraphRun run = GraphRun.open(directory)) {
      run.inputs().send(acts);
      run.runToTheEnd(2, Duration.ofMinutes(50));
      run.outputs().untilTheyAre(GraphOracle.of(List.of(acts)));
      GraphReplay replay = new GraphReplay(run.config(1, Duration.ZERO));
      List<ItemNeighborhood> replayed = replay(replay, acts);

      Map<String, ItemNeighborhood> published =
          latest(run, GraphRun.TOPICS.itemNeighborhoods(), ItemNeighborhood.class);
      Map<String, Map<String, Double>> shares = new TreeMap<>();
      replayed.forEach(item -> shares.put(item.getItemId(), shares(item)));
      assertThat(shares.keySet()).isEqualTo(published.keySet());
      shares.forEach((id, own) -> assertClose(own, shares(requireNonNull(published.get(id)))));

      Map<String, ItemStatistics> statistics =
          latest(run, GraphRun.TOPICS.itemStatistics(), ItemStatistics.class);
      assertThat(statistics).hasSize(replay.counts(GraphStory.CLOCK).size());
      statistics.values().forEach(item -> assertSame(item, replay));
    }
  }

  /** In parts, so that neighborhoods that were shown change again. */
  private static List<ItemNeighborhood> replay(GraphReplay replay, List<Act> acts) {
    Map<String, ItemNeighborhood> latest = new TreeMap<>();
    for (int act = 0; act < acts.size(); act++) {
      replay.accept(GraphTopics.event((Play) acts.get(act)), GraphStory.CLOCK);
      if (act % 100 == 99 || act == acts.size() - 1) {
        replay.changedNeighborhoods().forEach(item -> latest.put(item.getItemId(), item));
      }
    }
    assertThat(replay.changedNeighborhoods()).isEmpty();
    return new ArrayList<>(latest.values());
  }

  private static void assertSame(ItemStatistics item, GraphReplay replay) {
    ItemCounts counts =
        replay.counts(item.getAsOf().toEpochMilli()).stream()
            .filter(candidate -> candidate.itemId().equals(item.getItemId()))
            .findFirst()
            .orElseThrow();
    assertThat(counts.days3()).isCloseTo(item.getCount3d(), within(TOLERANCE));
    assertThat(counts.days14()).isCloseTo(item.getCount14d(), within(TOLERANCE));
    assertThat(counts.days60()).isCloseTo(item.getCount60d(), within(TOLERANCE));
    assertThat(counts.total()).isEqualTo(item.getCount());
    assertThat(counts.firstSeenMillis()).isEqualTo(item.getFirstSeen().toEpochMilli());
  }

  private static void assertClose(Map<String, Double> actual, Map<String, Double> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    actual.forEach(
        (key, share) ->
            assertThat(share).isCloseTo(requireNonNull(expected.get(key)), within(TOLERANCE)));
  }

  private static Map<String, Double> shares(ItemNeighborhood item) {
    Map<String, Double> shares = new TreeMap<>();
    for (Relation relation : item.getRelations()) {
      for (Neighbor neighbor : relation.getNeighbors()) {
        shares.put(
            relation.getNeighborType() + " " + neighbor.getItemId(), (double) neighbor.getShare());
      }
    }
    return shares;
  }

  private static <T extends SpecificRecord> Map<String, T> latest(
      GraphRun run, Topic topic, Class<T> type) throws Exception {
    AvroCodec<T> codec = new AvroCodec<>(type);
    Map<String, T> latest = new HashMap<>();
    for (Map.Entry<String, ConsumerRecord<byte[], byte[]>> entry :
        run.outputs().tap().latest(topic.name()).entrySet()) {
      latest.put(entry.getKey(), codec.decode(entry.getValue().value()));
    }
    return latest;
  }
}
