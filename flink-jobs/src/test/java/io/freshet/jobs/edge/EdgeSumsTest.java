package io.freshet.jobs.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.jobs.record.EdgeChanges;
import io.freshet.jobs.record.EdgeUpdate;
import io.freshet.schemas.ItemNeighborhood;
import io.freshet.schemas.Neighbor;
import io.freshet.schemas.Relation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class EdgeSumsTest {
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final int NEIGHBORS = 30;

  private final ItemIds ids = new ItemIds(10);

  @Property(tries = 200)
  void bundledAndUnbundledUpdatesGiveTheSameNeighborhood(@ForAll long seed) {
    Random random = new Random(seed);
    List<EdgeUpdate> updates = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      long at = (random.nextInt(40) == 0 ? 2_500 : 0) * HOUR + random.nextInt(100) * HOUR / 3;
      updates.add(update(random, 1 + i % 3, at));
    }
    Neighborhood single = new Neighborhood(Shown.heaviest(2 * NEIGHBORS));
    updates.forEach(update -> Updates.add(single, List.of(update), config()));
    Map<String, Double> expected = shares(single);
    Collections.shuffle(updates, random);
    Neighborhood bundled = new Neighborhood(Shown.heaviest(2 * NEIGHBORS));
    for (int from = 0; from < updates.size(); ) {
      int to = Math.min(updates.size(), from + 1 + random.nextInt(120));
      assertThat(Updates.add(bundled, updates.subList(from, to), config())).isTrue();
      from = to;
    }
    Map<String, Double> actual = shares(bundled);
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    actual.forEach(
        (id, share) -> assertThat(share).isCloseTo(expected.getOrDefault(id, 0.0), within(1e-6)));
    assertThat(bundled.asOfMillis).isEqualTo(single.asOfMillis);
    assertThat(bundled.oldestPendingEventMillis).isEqualTo(single.oldestPendingEventMillis);
  }

  @Test
  void eachNeighborTravelsOnceWithTheSumOfItsWeights() {
    EdgeSums sums = new EdgeSums(config());
    sums.add(new EdgeUpdate("i", "track", "é", "track", 1, 0, 1, 5));
    sums.add(new EdgeUpdate("i", "track", "b", "track", 2, 0, 1, 3));
    sums.add(new EdgeUpdate("i", "track", "é", "track", 4, 0, 1, 4));
    sums.add(new EdgeUpdate("j", "track", "é", "track", 8, 0, 1, 9));
    assertThat(sums.size()).isEqualTo(4);
    List<EdgeChanges> drained = new ArrayList<>();
    sums.drain(drained::add);
    assertThat(drained).extracting(EdgeChanges::itemId).containsExactly("i", "j");
    assertThat(drained).extracting(EdgeChanges::neighbors).containsExactly(2, 1);
    assertThat(drained.get(0).ingestedAtMillis()).isEqualTo(3);
    WeightsReader reader = new WeightsReader(drained.get(0).weights(), ids);
    assertThat(reader.neighbor().text()).isEqualTo("é");
    assertThat(reader.weight()).isEqualTo(5);
    assertThat(reader.neighbor().text()).isEqualTo("b");
    assertThat(reader.weight()).isEqualTo(2);
    assertThat(reader.hasNext()).isFalse();
    assertThat(sums.size()).isZero();
  }

  @Test
  void updateSoFarAwayInTimeThatItsWeightCouldGetLostIsNotAccepted() {
    EdgeSums sums = new EdgeSums(config());
    EdgeUpdate old = new EdgeUpdate("i", "track", "a", "track", 1, 0, 1, 0);
    assertThat(sums.accepts(old)).isTrue();
    sums.add(old);
    long far = 256 * 6 * HOUR;
    assertThat(sums.accepts(new EdgeUpdate("i", "track", "a", "track", 1, far - 1, 1, 0))).isTrue();
    assertThat(sums.accepts(new EdgeUpdate("i", "track", "a", "track", 1, far, 1, 0))).isFalse();
    assertThat(sums.accepts(new EdgeUpdate("i", "track", "a", "show", 1, far, 1, 0))).isTrue();
  }

  @Test
  void equalIdsAreOneObjectAlsoAfterTheTableHasForgottenThem() {
    ItemId first = ids.of(new byte[] {9, 'a', 9}, 1, 2);
    assertThat(ids.of(new byte[] {'a'}, 0, 1)).isSameAs(first);
    for (int i = 0; i < 30; i++) {
      byte[] other = {(byte) i, 0};
      assertThat(ids.of(other, 0, 2).same(first)).isFalse();
    }
    ItemId again = ids.of(new byte[] {'a'}, 0, 1);
    assertThat(again).isNotSameAs(first);
    assertThat(again.same(first)).isTrue();
  }

  private static Map<String, Double> shares(Neighborhood item) {
    Decays decays = new Decays(config());
    ItemNeighborhood record = item.publish("i", decays, 0, 1);
    Map<String, Double> shares = new TreeMap<>();
    for (Relation relation : record.getRelations()) {
      for (Neighbor neighbor : relation.getNeighbors()) {
        shares.put(
            relation.getNeighborType() + "/" + neighbor.getItemId(), (double) neighbor.getShare());
      }
    }
    return shares;
  }

  private static EdgeUpdate update(Random random, double weight, long at) {
    return new EdgeUpdate(
        "i",
        "track",
        "n" + random.nextInt(NEIGHBORS),
        "type" + random.nextInt(20) % (1 + random.nextInt(3)),
        weight,
        at,
        1,
        random.nextInt(1_000));
  }

  private static EdgeConfig config() {
    EdgeConfig defaults = EdgeConfig.defaults();
    return new EdgeConfig(
        Duration.ofHours(6),
        Map.of("type1", Duration.ofHours(12)),
        defaults.candidates(),
        defaults.topK(),
        defaults.minSupport(),
        defaults.driftEpsilon(),
        defaults.maxStaleness(),
        defaults.publishInterval(),
        defaults.bundleSize(),
        defaults.bundleDelay(),
        defaults.cacheEntries(),
        defaults.takedowns(),
        defaults.sweep(),
        defaults.sweepRate(),
        defaults.adaptive(),
        defaults.adaptiveLag());
  }
}
