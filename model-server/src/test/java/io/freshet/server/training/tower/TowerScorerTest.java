package io.freshet.server.training.tower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.server.evaluation.Query;
import io.freshet.server.evaluation.RefreshableScorer;
import io.freshet.server.inference.batch.Batch;
import io.freshet.server.inference.batch.Column;
import io.freshet.server.inference.batch.InferenceModel;
import io.freshet.server.inference.graph.HgnnModels;
import io.freshet.server.model.HgnnShape;
import io.freshet.server.model.PopularityFeatures;
import io.freshet.server.model.ReferenceHgnn;
import io.freshet.server.model.ReferenceTowers;
import io.freshet.server.model.Release;
import io.freshet.server.model.TowerSpec;
import io.freshet.server.snapshot.EventLog;
import io.freshet.server.snapshot.Graph;
import io.freshet.server.snapshot.ItemTable;
import io.freshet.server.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TowerScorerTest {
  private static final int D = 5;

  private final TasteWorld world = new TasteWorld(6, 30, 40, 4, 300);
  private final EventLog log = world.log();
  private final ItemTable items = world.table();
  private final Snapshot snapshot = new PlainSnapshots(items, log).at(log.time(log.size() - 1) + 1);
  private final HgnnShape shape = new HgnnShape(TasteWorld.TEXT, D, 2, 2);
  private final Release release =
      ReferenceTowers.random(7, shape, TasteWorld.TYPES, new TowerSpec(6, 4, List.of(), List.of()));

  @Test
  void scoresAreThoseOfThePlainFormulas() {
    double[][] z = plainEmbeddings();
    ReferenceTowers towers = new ReferenceTowers(release);
    double[] query = towers.query(pooled(z), new double[z[0].length], List.of());
    float[] features = SnapshotFeatures.of(snapshot, all());
    float[] scores = new float[items.size()];
    try (TowerScorer scorer = new TowerScorer(release, items, 0.5)) {
      scorer.score(query(snapshot), scores);
    }
    for (int item = 0; item < scores.length; item++) {
      float[] f = new float[PopularityFeatures.COUNT];
      System.arraycopy(features, item * f.length, f, 0, f.length);
      String type = items.types().get(items.itemTypes()[item]);
      double[] v = towers.item(z[item], f, type, "");
      double expected = towers.bias(f) / towers.scale();
      for (int k = 0; k < v.length; k++) {
        expected += v[k] * query[k];
      }
      assertThat((double) scores[item]).isCloseTo(expected, within(1e-5));
    }
  }

  @Test
  void embeddingsAreThoseThatTheInferenceServerComputes() {
    double[][] plain = plainEmbeddings();
    float[][] served = servedEmbeddings();
    float[] embeddings;
    try (TowerScorer scorer = new TowerScorer(release, items, 0.5)) {
      scorer.refresh(snapshot, RefreshableScorer.Bounds.EXACT);
      embeddings = scorer.embeddings();
    }
    for (int item = 0; item < items.size(); item++) {
      for (int k = 0; k < plain[item].length; k++) {
        float value = embeddings[item * plain[item].length + k];
        assertThat(value).isCloseTo(served[item][k], within(1e-5f));
        assertThat((double) value).isCloseTo(plain[item][k], within(1e-5));
      }
    }
  }

  @Test
  void boundedRefreshEmbedsFewItemsAndStaysNearAnExactOne() {
    Snapshot before = new PlainSnapshots(items, log).at(log.time(250));
    Snapshot after = new PlainSnapshots(items, log).at(log.time(253));
    float[] exact = new float[items.size()];
    float[] bounded = new float[items.size()];
    float[] stale = new float[items.size()];
    try (TowerScorer fresh = new TowerScorer(release, items, 0.5);
        TowerScorer lazy = new TowerScorer(release, items, 0.5)) {
      fresh.refresh(after, RefreshableScorer.Bounds.EXACT);
      fresh.score(query(after), exact);

      RefreshableScorer.Refresh first =
          lazy.refresh(before, new RefreshableScorer.Bounds(0.05, 0.02));
      lazy.score(query(before), stale);
      RefreshableScorer.Refresh second =
          lazy.refresh(after, new RefreshableScorer.Bounds(0.05, 0.02));
      lazy.score(query(after), bounded);

      assertThat(first.embedded()).isEqualTo(items.size());
      assertThat(second.embedded()).isBetween(1, items.size() / 2);
      assertThat(second.sent()).isBetween(1, second.embedded());
      assertThat(distance(bounded, exact)).isLessThan(0.6 * distance(stale, exact));

      lazy.refresh(after, RefreshableScorer.Bounds.EXACT);
      lazy.score(query(after), bounded);
      assertThat(distance(bounded, exact)).isLessThan(1e-5);
    }
  }

  private static double distance(float[] one, float[] other) {
    double largest = 0;
    for (int k = 0; k < one.length; k++) {
      largest = Math.max(largest, Math.abs(one[k] - other[k]));
    }
    return largest;
  }

  /** The query of user 3: two tracks and a podcast. */
  private Query query(Snapshot known) {
    int[] history = {0, 4, 1};
    return new Query(history, new long[3], new float[] {1, 1, 1}, known.asOf(), known);
  }

  private Map<String, double[]> pooled(double[][] z) {
    // Items 0 and 1 are podcasts, 4 is a track: a type is the item's number over the topics.
    double[] podcast = new double[z[0].length];
    for (int k = 0; k < podcast.length; k++) {
      podcast[k] = (z[1][k] + 0.9 * z[0][k]) / 1.9;
    }
    return Map.of("podcast", podcast, "track", z[4]);
  }

  private int[] all() {
    int[] all = new int[items.size()];
    for (int item = 0; item < all.length; item++) {
      all[item] = item;
    }
    return all;
  }

  private double[][] plainEmbeddings() {
    ReferenceHgnn reference = new ReferenceHgnn(release);
    double[][][] layers = new double[3][items.size()][];
    for (int layer = 0; layer < 3; layer++) {
      for (int item = 0; item < items.size(); item++) {
        String type = items.types().get(items.itemTypes()[item]);
        layers[layer][item] =
            layer == 0
                ? reference.encode(type, items.text()[item])
                : reference.layer(
                    layer, type, layers[layer - 1][item], aggregates(item, layers[layer - 1]));
      }
    }
    double[][] z = new double[items.size()][3 * D];
    for (int item = 0; item < z.length; item++) {
      for (int layer = 0; layer < 3; layer++) {
        System.arraycopy(layers[layer][item], 0, z[item], layer * D, D);
      }
    }
    return z;
  }

  private Map<String, double[]> aggregates(int item, double[][] below) {
    Graph graph = snapshot.graph();
    Map<String, double[]> aggregates = new HashMap<>();
    for (int slot = 0; slot < items.types().size(); slot++) {
      double[] sum = new double[D];
      for (int k = graph.start(item, slot); k < graph.end(item, slot); k++) {
        for (int d = 0; d < D; d++) {
          sum[d] += graph.share(k) * below[graph.neighbor(k)][d];
        }
      }
      aggregates.put(items.types().get(slot), sum);
    }
    return aggregates;
  }

  /** What the embedding job gets: the models of the inference server, layer by layer. */
  private float[][] servedEmbeddings() {
    float[][] z = new float[items.size()][3 * D];
    try (HgnnModels models = HgnnModels.load(release)) {
      float[] text = new float[items.size() * TasteWorld.TEXT];
      List<String> types = new ArrayList<>();
      for (int item = 0; item < items.size(); item++) {
        System.arraycopy(items.text()[item], 0, text, item * TasteWorld.TEXT, TasteWorld.TEXT);
        types.add(items.types().get(items.itemTypes()[item]));
      }
      Map<String, Column> inputs = new HashMap<>();
      inputs.put("x", new Column.Vectors(TasteWorld.TEXT, text));
      inputs.put("type", new Column.Texts(types));
      for (int layer = 0; layer < 3; layer++) {
        InferenceModel model = models.models().get(layer);
        float[] h = model.infer(new Batch(items.size(), inputs)).vectors("h").values();
        for (int item = 0; item < z.length; item++) {
          System.arraycopy(h, item * D, z[item], layer * D, D);
        }
        inputs = layerInputs(h, types);
      }
    }
    return z;
  }

  private Map<String, Column> layerInputs(float[] below, List<String> types) {
    List<float[]> sums = new ArrayList<>();
    List<Integer> rows = new ArrayList<>();
    List<String> slots = new ArrayList<>();
    double[][] doubles = new double[items.size()][D];
    for (int item = 0; item < items.size(); item++) {
      for (int d = 0; d < D; d++) {
        doubles[item][d] = below[item * D + d];
      }
    }
    for (int item = 0; item < items.size(); item++) {
      int row = item;
      aggregates(item, doubles)
          .forEach(
              (type, sum) -> {
                float[] floats = new float[D];
                for (int d = 0; d < D; d++) {
                  floats[d] = (float) sum[d];
                }
                sums.add(floats);
                rows.add(row);
                slots.add(type);
              });
    }
    float[] flat = new float[sums.size() * D];
    for (int k = 0; k < sums.size(); k++) {
      System.arraycopy(sums.get(k), 0, flat, k * D, D);
    }
    Map<String, Column> inputs = new HashMap<>();
    inputs.put("self", new Column.Vectors(D, below));
    inputs.put("type", new Column.Texts(types));
    inputs.put("aggregate", new Column.Vectors(D, flat));
    inputs.put(
        "aggregate_row",
        new Column.RowNumbers(rows.stream().mapToInt(Integer::intValue).toArray()));
    inputs.put("aggregate_type", new Column.Texts(slots));
    return inputs;
  }
}
