package io.freshet.server.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.freshet.server.model.Hgnn;
import io.freshet.server.model.Release;
import io.freshet.server.model.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrainerTest {
  @TempDir Path directory;

  @Test
  void embeddingsFindHeldOutNeighborsThatTheTextCannotShow() throws IOException {
    TrainingData data = new SyntheticWorld(1, 600, 5, 8, 16).data();
    List<TrainingProgress> told = new ArrayList<>();

    Trainer.Result result =
        new Trainer(config(32, 110), InstantSource.system(), told::add).train("first", data);

    LinkMetrics link = result.report().link();
    LinkMetrics text = result.report().text();
    assertThat(link.auc()).isGreaterThan(text.auc() + 0.04);
    assertThat(link.hitRateAt10()).isGreaterThan(3 * text.hitRateAt10());
    assertThat(link.meanReciprocalRank()).isGreaterThan(3 * text.meanReciprocalRank());
    assertThat(told).hasSize(result.report().steps());
    assertThat(told.get(0).loss()).isGreaterThan(result.report().loss());
    assertThat(result.release().types()).isEqualTo(SyntheticWorld.TYPES);
    assertThat(result.release().metrics()).containsEntry("link-auc", link.auc());

    result.release().write(directory.resolve("first"));
    Release loaded = Release.load(directory.resolve("first"));
    assertThat(loaded.metrics()).isEqualTo(result.release().metrics());
    assertUnseenTypesLieNearTheirTopic(loaded, data);
  }

  @Test
  void sameSeedGivesTheSameRelease() {
    TrainingData data = new SyntheticWorld(2, 200, 4, 4, 8).data();
    Release first = train(data, config(16, 12));
    Release second = train(data, config(16, 12));
    Release other = train(data, config(16, 12).withSeed(9));
    for (String name : first.weights().keySet()) {
      assertThat(values(second, name)).as(name).containsExactly(values(first, name), within(1e-3f));
    }
    assertThat(values(other, "encode.weight")).isNotEqualTo(values(first, "encode.weight"));
  }

  @Test
  void stepsAndEvaluationsLeaveNoArraysBehind() {
    TrainingData data = new SyntheticWorld(3, 200, 4, 4, 8).data();
    TrainerConfig config = config(16, 10);
    SplittableRandom random = new SplittableRandom(1);
    PositiveSampler sampler = new PositiveSampler(data.graph(), data.itemTypes(), 0);
    HeldOut heldOut = HeldOut.draw(data.graph(), sampler, config, random);
    try (NDManager manager = NDManager.newBaseManager()) {
      TrainingRun run = new TrainingRun(config, data, heldOut, random, manager);
      int before = run.liveArrays();
      for (int step = 0; step < 3; step++) {
        run.step(1e-3);
        run.evaluate();
        run.keep();
        assertThat(run.liveArrays()).isEqualTo(before);
      }
    }
  }

  @Test
  void dataWithoutEdgesIsRefused() {
    TrainingData.Builder builder = TrainingData.builder("encoder", 2);
    for (int item = 0; item < 10; item++) {
      builder.item("item-" + item, "track", new float[] {1, item});
    }
    assertThatThrownBy(() -> train(builder.build(), TrainerConfig.defaults()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(10 items, 0 edges)");
  }

  @Test
  void textAloneCanBeTrained() {
    TrainingData data = new SyntheticWorld(4, 200, 4, 4, 8).data();
    Release release = train(data, config(16, 10).withLayers(0));
    assertThat(release.shape().embeddingDimensions()).isEqualTo(16);
  }

  /** Items of a type that training never saw must lie nearer to their own topic than to others. */
  private static void assertUnseenTypesLieNearTheirTopic(Release release, TrainingData data) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Hgnn model = Hgnn.load(release, manager);
      int[] unseen = new int[data.items()];
      Arrays.fill(unseen, model.typeIndex("concert"));
      NDArray text = manager.create(data.vectors());
      NDArray cosines =
          model.encode(text, unseen).matMul(model.encode(text, data.itemTypes()).transpose());
      double[] sums = new double[2];
      int[] counts = new int[2];
      for (int i = 0; i < 50; i++) {
        float[] row = cosines.get(i).toFloatArray();
        for (int j = 0; j < data.items(); j++) {
          int same = topic(data, i) == topic(data, j) ? 1 : 0;
          sums[same] += row[j];
          counts[same]++;
        }
      }
      assertThat(sums[1] / counts[1]).isGreaterThan(sums[0] / counts[0] + 0.15);
    }
  }

  private static int topic(TrainingData data, int item) {
    return Integer.parseInt(data.ids().get(item).substring("item-".length())) % 5;
  }

  private static Release train(TrainingData data, TrainerConfig config) {
    return new Trainer(config, InstantSource.system(), progress -> {})
        .train("test", data)
        .release();
  }

  private static float[] values(Release release, String name) {
    Tensor weight = release.weights().get(name);
    return weight == null ? new float[0] : weight.values();
  }

  private static TrainerConfig config(int dimensions, int steps) {
    return new TrainerConfig(
        dimensions,
        2,
        1,
        1,
        steps,
        steps,
        256,
        256,
        8,
        0.75,
        0.1,
        0.1,
        1e-2,
        1e-2,
        0.05,
        500,
        4,
        3,
        1L);
  }
}
