package io.freshet.jobs.edge;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.freshet.jobs.record.EdgeUpdate;
import io.freshet.schemas.ItemNeighborhood;
import io.freshet.schemas.Neighbor;
import io.freshet.schemas.Relation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

final class NeighborhoodTest {
  private static final Duration HALF_LIFE = Duration.ofHours(6);
  private static final long HOUR = Duration.ofHours(1).toMillis();

  private final EdgeConfig config = config(256, 64);
  private final Decays decays = new Decays(config);
  private final NeighborhoodCodec codec = new NeighborhoodCodec(new ItemIds(), Shown.of(config));

  @Property(tries = 100)
  void anyOrderAndAnyBundlingGivesTheExactShares(@ForAll long seed) {
    Random random = new Random(seed);
    List<EdgeUpdate> updates = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      // Over 400 half-lives apart, so that landmarks have to move.
      long at = (random.nextInt(100) == 0 ? 2_500 : 0) * HOUR + random.nextInt(100) * HOUR / 3;
      updates.add(
          update("n" + random.nextInt(40), random.nextBoolean() ? "track" : "show", 1 + i % 3, at));
    }
    Map<String, Map<String, Double>> expected = exactShares(updates);
    for (int order = 0; order < 2; order++) {
      Collections.shuffle(updates, random);
      Neighborhood item = new Neighborhood(Shown.of(config));
      for (EdgeUpdate update : updates) {
        add(item, update);
        item.evict(config.candidates());
        if (random.nextInt(10) == 0) {
          item = codec.decode(codec.encode(item));
        }
      }
      assertShares(item.publish("i", decays, 0, 1), expected);
    }
  }

  @Test
  void timeAloneChangesNoShareAndTotalsAreAsOfTheNewestWeight() {
    Neighborhood item = new Neighborhood(Shown.of(config));
    add(item, update("a", "track", 3, 0));
    add(item, update("b", "track", 1, 0));
    ItemNeighborhood before = item.publish("i", decays, 0, 1);
    assertThat(before.getRelations().get(0).getTotalWeight()).isEqualTo(4);
    assertThat(item.drift()).isZero();

    // One half-life later the old weights are worth half: 2 of them against 2 new ones.
    add(item, update("c", "track", 2, HALF_LIFE.toMillis()));
    Relation after = item.publish("i", decays, 0, 2).getRelations().get(0);
    assertThat(after.getTotalWeight()).isEqualTo(4);
    assertThat(after.getNeighbors())
        .extracting(Neighbor::getItemId, Neighbor::getShare)
        .containsExactly(tuple("c", 0.5f), tuple("a", 0.375f), tuple("b", 0.125f));
  }

  @Test
  void driftIsTheL1DistanceToThePublishedShares() {
    Neighborhood item = new Neighborhood(Shown.of(config));
    add(item, update("a", "track", 3, 0));
    add(item, update("b", "track", 1, 0));
    assertThat(item.drift()).isCloseTo(1, within(1e-6));
    item.publish("i", decays, 0, 1);

    add(item, update("b", "track", 4, 0));
    assertThat(item.drift()).isCloseTo(0.75, within(1e-6));
    add(item, update("s", "show", 1, 0));
    assertThat(item.drift()).isCloseTo(1, within(1e-6));
    item.publish("i", decays, 0, 2);

    assertThat(item.dropIf("b"::equals)).isTrue();
    assertThat(codec.decode(codec.encode(item)).drift()).isCloseTo(1.25, within(1e-6));
    item.dropIf(id -> true);
    item = codec.decode(codec.encode(item));
    assertThat(item.publish("i", decays, 0, 3).getRelations()).isEmpty();
    assertThat(item.byType()).isEmpty();
  }

  @Test
  void onlyTheTopKArePublishedTiesById() {
    Neighborhood item = new Neighborhood(Shown.heaviest(3));
    for (String id : List.of("d", "c", "b", "a")) {
      add(item, update(id, "track", id.equals("d") ? 2 : 1, 0));
    }
    Relation relation = item.publish("i", decays, 0, 1).getRelations().get(0);
    assertThat(relation.getNeighbors())
        .extracting(Neighbor::getItemId)
        .containsExactly("d", "a", "b");
    assertThat(relation.getTotalWeight()).isEqualTo(5);
  }

  @Test
  void typesBeyondFifteenShareTheSixteenthPlace() {
    Neighborhood item = new Neighborhood(Shown.of(config));
    for (int i = 0; i < 40; i++) {
      add(item, update("n" + i, "type" + i, 1, 0));
    }
    assertThat(item.byType()).hasSize(16).containsKey("other");
    assertThat(requireNonNull(item.byType().get("other")).table().size()).isEqualTo(25);
  }

  @Test
  void lightestGoOnceThereAreMoreThanTheLimit() {
    Neighborhood item = new Neighborhood(Shown.heaviest(8));
    for (int i = 0; i < 8; i++) {
      add(item, update("n" + i, "track", 10 - i, 0));
    }
    item.evict(8);
    assertThat(candidates(item)).hasSize(8);
    add(item, update("fresh", "track", 5, 0));
    item.evict(8);
    assertThat(candidates(item)).containsExactlyInAnyOrder("n0", "n1", "n2", "n3", "n4", "fresh");
  }

  @Test
  void evictedNeighborGoesOnWhereItStoppedAlsoAfterARestore() {
    Neighborhood item = new Neighborhood(Shown.of(config));
    for (int i = 0; i < 9; i++) {
      add(item, update("n" + i, "track", 10 - i, 0));
    }
    item.evict(8);
    assertThat(candidates(item)).hasSize(6).doesNotContain("n8");
    item = codec.decode(codec.encode(item));
    add(item, update("n8", "track", 7, 0));
    add(item, update("n7", "track", 6, HALF_LIFE.toMillis()));
    Relation relation = item.publish("i", decays, 0, 1).getRelations().get(0);
    // n8 has 2 + 7, and n7 3 and twice 6, beside 10 to 5 of the others.
    assertThat(share(relation, "n8") / share(relation, "n0")).isCloseTo(0.9, within(1e-6));
    assertThat(share(relation, "n7") / share(relation, "n0")).isCloseTo(1.5, within(1e-6));
  }

  @Test
  void stateOfTheFirstFormatIsStillRead() throws IOException {
    DataOutputSerializer old = new DataOutputSerializer(64);
    old.writeByte(1);
    old.writeUTF("track");
    for (long time = 1; time <= 7; time++) {
      old.writeLong(time);
    }
    old.writeByte(1);
    old.writeUTF("show");
    old.writeLong(5);
    old.writeFloat(0.5f);
    old.writeShort(1);
    old.writeUTF("n");
    old.writeDouble(3);
    old.writeFloat(0.25f);
    Neighborhood item = codec.decode(old.getCopyOfBuffer());
    assertThat(item.timerAtMillis).isEqualTo(7);
    assertThat(item.drift()).isCloseTo(0.5 + 0.75, within(1e-6));
    assertThat(codec.decode(codec.encode(item)).drift()).isEqualTo(item.drift());
  }

  @Test
  void stateOfTheThirdFormatIsStillRead() throws IOException {
    DataOutputSerializer old = new DataOutputSerializer(64);
    old.writeByte(3);
    old.writeUTF("track");
    for (long time = 1; time <= 7; time++) {
      old.writeLong(time);
    }
    old.writeByte(1);
    old.writeUTF("show");
    old.writeLong(5);
    old.writeFloat(0);
    old.writeShort(1);
    old.writeShort(1);
    old.write('n');
    old.writeDouble(3);
    old.writeFloat(1);
    old.writeShort(1);
    old.writeInt(ItemId.of("gone").hash);
    old.writeDouble(0.75);
    Shown two = new Shown(64, 2);
    Neighborhood item = new NeighborhoodCodec(new ItemIds(), two).decode(old.getCopyOfBuffer());
    assertThat(item.drift()).as("whoever was published before counts as supported").isZero();
    Candidates shows = requireNonNull(item.byType().get("show"));
    assertThat(shows.evicted().take(ItemId.of("gone"))).isEqualTo(0.75);
  }

  @Property(tries = 100)
  void noNeighborIsShownThatFewerUsersThanTheSupportHavePaired(@ForAll long seed) {
    Random random = new Random(seed);
    Shown shown = new Shown(5, 2 + random.nextInt(4));
    NeighborhoodCodec restoring = new NeighborhoodCodec(new ItemIds(), shown);
    Neighborhood item = new Neighborhood(shown);
    Map<String, Set<Integer>> users = new HashMap<>();
    Map<String, Integer> bits = new HashMap<>();
    Map<String, Double> weights = new HashMap<>();
    for (int i = 0; i < 300; i++) {
      String neighbor = "n" + random.nextInt(30);
      int user = random.nextInt(random.nextBoolean() ? 2 : 40);
      double weight = 1 + random.nextInt(10);
      users.computeIfAbsent(neighbor, id -> new HashSet<>()).add(user);
      bits.merge(neighbor, 1 << (user * 7 % 32), (left, right) -> left | right);
      weights.merge(neighbor, weight, Double::sum);
      EdgeUpdate update =
          new EdgeUpdate("i", "track", neighbor, "track", weight, 0, 1 << (user * 7 % 32), 0);
      Updates.add(item, List.of(update), supported(shown.minSupport()));
      item = random.nextInt(20) == 0 ? restoring.decode(restoring.encode(item)) : item;
      if (random.nextInt(20) == 0) {
        ItemNeighborhood unused = item.publish("i", decays, 0, 1);
      }
    }
    List<String> expected =
        weights.entrySet().stream()
            .filter(
                e -> Integer.bitCount(requireNonNull(bits.get(e.getKey()))) >= shown.minSupport())
            .sorted(
                Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(shown.topK())
            .map(Map.Entry::getKey)
            .toList();
    List<String> actual =
        item.publish("i", decays, 0, 1).getRelations().stream()
            .flatMap(relation -> relation.getNeighbors().stream())
            .map(Neighbor::getItemId)
            .toList();
    assertThat(actual).containsExactlyElementsOf(expected);
    assertThat(actual)
        .allSatisfy(
            id ->
                assertThat(requireNonNull(users.get(id)))
                    .hasSizeGreaterThanOrEqualTo(shown.minSupport()));
  }

  @Test
  void neighborsThatTooFewUsersPairedAreKeptWhenNoneIsShown() {
    EdgeConfig two = supported(2);
    Neighborhood item = new Neighborhood(Shown.of(two));
    Updates.add(item, List.of(paired("n1", 3, 0b01)), two);
    assertThat(item.publish("i", decays, 0, 1).getRelations()).isEmpty();
    Updates.add(item, List.of(paired("n1", 1, 0b10), paired("n2", 4, 0b11)), two);
    Relation relation = item.publish("i", decays, 0, 2).getRelations().get(0);
    assertThat(share(relation, "n1")).isCloseTo(0.5, within(1e-6));
    assertThat(share(relation, "n2")).isCloseTo(0.5, within(1e-6));
  }

  private static EdgeUpdate paired(String neighbor, double weight, int users) {
    return new EdgeUpdate("i", "track", neighbor, "track", weight, 0, users, 0);
  }

  private static EdgeConfig supported(int minSupport) {
    return config(256, 64, minSupport);
  }

  private static double share(Relation relation, String neighborId) {
    return relation.getNeighbors().stream()
        .filter(neighbor -> neighbor.getItemId().equals(neighborId))
        .mapToDouble(Neighbor::getShare)
        .sum();
  }

  private static List<String> candidates(Neighborhood item) {
    CandidateTable table = requireNonNull(item.byType().get("track")).table();
    return IntStream.range(0, table.size()).mapToObj(i -> table.id(i).text()).toList();
  }

  private static Map<String, Map<String, Double>> exactShares(List<EdgeUpdate> updates) {
    Map<String, Map<String, Double>> weights = new TreeMap<>();
    long newest = updates.stream().mapToLong(EdgeUpdate::atMillis).max().orElseThrow();
    for (EdgeUpdate update : updates) {
      double age = (newest - update.atMillis()) / (double) HALF_LIFE.toMillis();
      weights
          .computeIfAbsent(update.neighborType(), type -> new TreeMap<>())
          .merge(update.neighborId(), update.weight() * Math.exp(-Math.log(2) * age), Double::sum);
    }
    weights
        .values()
        .forEach(
            type -> {
              double sum = type.values().stream().mapToDouble(Double::doubleValue).sum();
              type.replaceAll((id, weight) -> weight / sum);
            });
    return weights;
  }

  private static void assertShares(
      ItemNeighborhood actual, Map<String, Map<String, Double>> expected) {
    for (Relation relation : actual.getRelations()) {
      Map<String, Double> shares = requireNonNull(expected.get(relation.getNeighborType()));
      double sum = 0;
      for (Neighbor neighbor : relation.getNeighbors()) {
        double share = requireNonNull(shares.get(neighbor.getItemId()));
        assertThat((double) neighbor.getShare()).isCloseTo(share, within(1e-6));
        sum += neighbor.getShare();
      }
      assertThat(sum).isCloseTo(1, within(1e-5));
    }
    assertThat(actual.getRelations())
        .extracting(Relation::getNeighborType)
        .containsExactlyElementsOf(expected.keySet());
  }

  private void add(Neighborhood item, EdgeUpdate update) {
    assertThat(Updates.add(item, List.of(update), config)).isTrue();
  }

  private static EdgeUpdate update(String neighbor, String type, double weight, long at) {
    return new EdgeUpdate("i", "track", neighbor, type, weight, at, 1, at);
  }

  private static EdgeConfig config(int candidates, int topK) {
    return config(candidates, topK, 1);
  }

  private static EdgeConfig config(int candidates, int topK, int minSupport) {
    EdgeConfig defaults = EdgeConfig.defaults();
    return new EdgeConfig(
        HALF_LIFE,
        Map.of(),
        candidates,
        topK,
        minSupport,
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
