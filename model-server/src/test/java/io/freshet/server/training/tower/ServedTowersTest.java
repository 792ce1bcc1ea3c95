package io.freshet.server.training.tower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.server.evaluation.Query;
import io.freshet.server.evaluation.RefreshableScorer;
import io.freshet.server.model.HgnnShape;
import io.freshet.server.model.ReferenceTowers;
import io.freshet.server.model.Release;
import io.freshet.server.model.TowerSpec;
import io.freshet.server.retrieval.index.CandidateFilter;
import io.freshet.server.retrieval.index.CatalogEntry;
import io.freshet.server.retrieval.index.ExactIndex;
import io.freshet.server.retrieval.index.History;
import io.freshet.server.retrieval.index.History.Evidence;
import io.freshet.server.retrieval.index.ItemAttributes;
import io.freshet.server.retrieval.index.Popularity;
import io.freshet.server.retrieval.index.StoreLimits;
import io.freshet.server.retrieval.index.Stores;
import io.freshet.server.retrieval.index.VectorIndex;
import io.freshet.server.retrieval.index.Vectors;
import io.freshet.server.retrieval.tower.PlainTowers;
import io.freshet.server.retrieval.tower.TowerIndex;
import io.freshet.server.snapshot.EventLog;
import io.freshet.server.snapshot.ItemTable;
import io.freshet.server.snapshot.Snapshot;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is served beside what is trained and evaluated: the same vectors from the same facts. */
final class ServedTowersTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);
  private static final StoreLimits LIMITS = StoreLimits.defaults();

  private final TasteWorld world = new TasteWorld(6, 30, 60, 4, 300);
  private final EventLog log = world.log();
  private final ItemTable items = world.tableInLanguages();
  private final Snapshot snapshot = new PlainSnapshots(items, log).at(log.time(log.size() - 1) + 1);
  private final Release release =
      ReferenceTowers.random(
          7,
          new HgnnShape(TasteWorld.TEXT, 5, 2, 2),
          TasteWorld.TYPES,
          new TowerSpec(6, 4, List.of("fi", "sv", "en"), List.of("plan=free", "country=SE")));
  private final int width = release.shape().embeddingDimensions();
  private final Stores stores = Stores.create(LIMITS, LIMITS, CLOCK);
  private final VectorIndex embeddings = new ExactIndex(width, LIMITS, CLOCK);
  private final TowerIndex served =
      new TowerIndex(
          new PlainTowers(release),
          embeddings,
          (dimensions, asQuery) -> new ExactIndex(dimensions, LIMITS, CLOCK),
          stores);

  @Test
  void scoresAreThoseThatTrainingMeasures() {
    List<String> attributes = List.of("country=SE", "age=25-34");
    int[] history = {0, 4, 1, 4, 7, 12};
    float[] strengths = {1, 1, .25f, 1, .3f, .8f};
    float[] expected = new float[items.size()];
    try (TowerScorer scorer = new TowerScorer(release, items, 0.5)) {
      scorer.refresh(snapshot, RefreshableScorer.Bounds.EXACT);
      scorer.score(
          new Query(history, new long[6], strengths, snapshot.asOf(), snapshot, attributes),
          expected);
      fill(scorer.embeddings());
    }
    float[] query = served.query(history(history, strengths), attributes).orElseThrow();
    assertThat(query)
        .isNotEqualTo(served.query(history(history, strengths), List.of()).orElseThrow());
    for (int item = 0; item < items.size(); item++) {
      double score =
          served
              .items()
              .candidate(items.ids().get(item), query, CandidateFilter.ALL)
              .orElseThrow()
              .score();
      assertThat(score).isCloseTo(expected[item], within(1e-5));
    }
    assertThat(served.follow()).isZero();
  }

  /** A third is embedded before the first look at all, a third before its statistics come. */
  private void fill(float[] z) {
    for (int item = 0; item < items.size(); item += 3) {
      embed(item, z);
    }
    assertThat(served.follow()).isPositive();
    for (int item = 1; item < items.size(); item += 3) {
      embed(item, z);
    }
    for (int item = 0; item < items.size(); item++) {
      if (snapshot.isSeen(item)) {
        stores.popularity().put(items.ids().get(item), popularity(item), 1);
        served.used(items.ids().get(item));
      }
    }
    for (int item = 2; item < items.size(); item += 3) {
      embed(item, z);
    }
    assertThat(served.follow()).isPositive();
  }

  private void embed(int item, float[] z) {
    String id = items.ids().get(item);
    String type = items.types().get(items.itemTypes()[item]);
    stores.catalog().put(id, new CatalogEntry(id, type, attributes(item)), 0);
    float[] own = Arrays.copyOfRange(z, item * width, (item + 1) * width);
    embeddings.upsert(id, type, Vectors.unit(own), 1);
    served.embedded(id, type, own, 1);
  }

  private ItemAttributes attributes(int item) {
    int index = items.itemLanguages()[item];
    boolean hasNone = index == items.languages().size();
    return new ItemAttributes(
        List.of(),
        List.of(),
        hasNone ? null : items.languages().get(index),
        Set.of(),
        null,
        null,
        Map.of());
  }

  private Popularity popularity(int item) {
    return new Popularity(
        items.types().get(items.itemTypes()[item]),
        snapshot.counts()[0][item],
        snapshot.counts()[1][item],
        snapshot.counts()[2][item],
        snapshot.counts()[3][item],
        Instant.ofEpochMilli(snapshot.firstSeen()[item]),
        Instant.ofEpochMilli(snapshot.asOf()));
  }

  private History history(int[] oldestFirst, float[] strengths) {
    List<History.Interaction> newestFirst = new ArrayList<>();
    for (int place = oldestFirst.length - 1; place >= 0; place--) {
      String id = items.ids().get(oldestFirst[place]);
      newestFirst.add(
          new History.Interaction(id, strengths[place] < .5 ? Evidence.WEAK : Evidence.LIKED));
    }
    return new History(newestFirst);
  }
}
