package io.freshet.server.training.tower;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.server.evaluation.Metric;
import io.freshet.server.evaluation.RankingTask;
import io.freshet.server.evaluation.TrainingSet;
import io.freshet.server.model.Provenance;
import io.freshet.server.model.Release;
import io.freshet.server.model.TowerShape;
import io.freshet.server.snapshot.EventLog;
import io.freshet.server.snapshot.UserTable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TowerTrainerTest {
  private final TasteWorld world = new TasteWorld(1, 600, 240, 6, 9_000);
  private final EventLog log = world.log();

  @TempDir Path directory;

  @Test
  void plantedTasteIsRecoveredAndShuffledTasteIsNot() {
    TrainingSet set = world.trainingSet(log, 1);
    List<TowerProgress> told = new ArrayList<>();
    TowerTrainer trainer = new TowerTrainer(TasteWorld.config(), InstantSource.system(), told::add);
    TowerTrainer.Result result = trainer.train("taste", set, Start.fresh());
    double hits = hitRate(result.release(), log);
    double chance = hitRate(result.release(), world.shuffled(log));

    Release taught = train(world.trainingSet(world.shuffled(log), 1), TasteWorld.config());
    double control = hitRate(taught, log);

    // Ten of some 230 items at random hit one of a user's one or two targets in 7 of 100 users.
    assertThat(hits).isGreaterThan(0.3);
    assertThat(chance).isLessThan(0.15);
    assertThat(control).isLessThan(0.15);
    assertThat(told.get(0).loss()).isGreaterThan(result.report().loss() + 1);
    assertThat(told.get(told.size() - 1).left()).isZero();
    Provenance facts = result.release().provenance().orElseThrow();
    assertThat(facts.dataFrom()).isEqualTo("2001-09-09T01:46:40Z");
    assertThat(facts.baselines().get("recent-popularity.validation-hr-10"))
        .isBetween(0.001, result.report().validation().hitRateAt10() / 2);
    assertThat(facts.settings()).containsEntry("learning-rate", "0.01").containsEntry("seed", "1");
    assertThat(result.release().metrics())
        .containsEntry("validation-hr-10", result.report().validation().hitRateAt10());
  }

  @Test
  void sameSeedGivesTheSameWeightsAndAnotherSeedOthers() {
    TrainingSet set = world.trainingSet(log, 1);
    TowerConfig config = TasteWorld.config().withEpochs(2);
    Release first = train(set, config);
    assertThat(values(train(set, config))).isEqualTo(values(first));
    assertThat(values(train(set, config.withSeed(2)))).isNotEqualTo(values(first));
  }

  @Test
  void whatHappensAtTheSplitAndAfterChangesNothing() {
    TrainingSet set = world.trainingSet(log, 1);
    int[] who = new int[log.size()];
    int[] what = new int[log.size()];
    long[] times = new long[log.size()];
    float[] strengths = new float[log.size()];
    int last = log.size() - 1;
    for (int event = 0; event < log.size(); event++) {
      int other = event < set.events().size() ? event : set.events().size() + last - event;
      who[event] = log.user(other);
      what[event] = log.item(other);
      times[event] = log.time(event);
      strengths[event] = 1;
      if (event < set.events().size()) {
        strengths[event] = log.strength(event);
      }
    }
    EventLog permuted = new EventLog(log.userIds(), who, what, times, strengths);
    TowerConfig config = TasteWorld.config().withEpochs(1).withFinish(TowerConfig.Finish.REFIT);
    assertThat(values(train(world.trainingSet(permuted, 1), config)))
        .isEqualTo(values(train(set, config)));
  }

  @Test
  void trainingThatIsCutShortGoesOnFromItsCheckpointToTheSameEnd() {
    TrainingSet set = world.trainingSet(log, 1);
    TowerConfig config = TasteWorld.config().withEpochs(2).withFinish(TowerConfig.Finish.REFIT);
    Release whole = train(set, config);
    for (int cut : new int[] {1, 2, 3}) {
      Path file = directory.resolve("cut-" + cut);
      assertThatThrownBy(() -> trainUntil(set, config, cut, file)).hasMessage("cut");
      TowerTrainer trainer = new TowerTrainer(config, InstantSource.system(), progress -> {});
      Release resumed = trainer.train("taste", set, Start.from(file)).release();
      assertThat(values(resumed)).as("cut in epoch %d", cut + 1).isEqualTo(values(whole));
    }
  }

  @Test
  void secondTrainingIsPlannedForTheEpochsThatWereBest() {
    TowerConfig config = TasteWorld.config().withEpochs(4).withFinish(TowerConfig.Finish.REFIT);
    List<TowerProgress> told = new ArrayList<>();
    TowerTrainer.Result result =
        new TowerTrainer(config, InstantSource.system(), told::add)
            .train("taste", world.trainingSet(log, 1), Start.fresh());
    TowerProgress last = told.get(told.size() - 1);
    assertThat(last.stage()).isEqualTo(TowerProgress.Stage.REFIT);
    assertThat(last.step()).isEqualTo(last.steps());
    assertThat(last.epoch()).isEqualTo(result.report().epochs() - 1);
    assertThat(last.left()).isZero();
  }

  @Test
  void checkpointOfOtherSettingsIsRefused() {
    TrainingSet set = world.trainingSet(log, 1);
    TowerConfig config = TasteWorld.config().withEpochs(1);
    Path file = directory.resolve("checkpoint");
    TowerTrainer trainer = new TowerTrainer(config, InstantSource.system(), progress -> {});
    trainer.train("taste", set, Start.from(file));
    assertThat(Files.exists(file)).isTrue();
    TowerTrainer other =
        new TowerTrainer(config.withSeed(2), InstantSource.system(), progress -> {});
    assertThatThrownBy(() -> other.train("taste", set, Start.from(file)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("other settings or data");
  }

  @Test
  void warmStartBeginsWhereTheEarlierReleaseEnded() {
    TrainingSet set = world.trainingSet(log, 1);
    Release earlier = train(set, TasteWorld.config());
    List<TowerProgress> cold = new ArrayList<>();
    List<TowerProgress> warm = new ArrayList<>();
    TowerConfig config = TasteWorld.config().withEpochs(1);
    new TowerTrainer(config, InstantSource.system(), cold::add).train("a", set, Start.fresh());
    new TowerTrainer(config, InstantSource.system(), warm::add)
        .train("b", set, Start.warm(earlier));
    assertThat(warm.get(0).loss()).isLessThan(cold.get(0).loss() - 1);
  }

  @Test
  void towersOnANetworkTrainedBeforeLeaveItAsItIs() {
    TrainingSet set = world.trainingSet(log, 1);
    Release network = train(set, TasteWorld.config().withEpochs(3));
    TowerTrainer trainer =
        new TowerTrainer(TasteWorld.config(), InstantSource.system(), progress -> {});
    Release towers = trainer.train("towers", set, Start.on(network)).release();
    for (String name : network.shape().weights().keySet()) {
      assertThat(towers.weight(name).values()).as(name).isEqualTo(network.weight(name).values());
    }
    assertThat(towers.weight("tower.item.skip").values())
        .isNotEqualTo(network.weight("tower.item.skip").values());
    assertThat(hitRate(towers, log)).isGreaterThan(hitRate(network, log));
  }

  @Test
  void warmStartKnowsAttributesByTheirNamesWhereverTheyStand() {
    EventLog known = world.withAttributes(log);
    Release earlier = train(world.trainingSet(known, 1), TasteWorld.config().withEpochs(1));
    List<String> names = earlier.towers().orElseThrow().attributes();
    assertThat(names).hasSize(8).startsWith("plan=0", "plan=1");
    List<List<String>> renamed =
        IntStream.range(0, 600)
            .mapToObj(user -> user < 300 ? List.of("likes=5", "likes=new") : List.of("likes=0"))
            .toList();
    EventLog others = log.withUsers(new UserTable(renamed));
    TowerWeights weights = new TowerWeights(TasteWorld.config(), world.table(), others);
    assertThat(weights.spec().attributes())
        .containsExactlyInAnyOrder("likes=0", "likes=5", "likes=new");
    float[] initial = weights.initial(1, Optional.of(earlier));
    int hidden = earlier.towers().orElseThrow().hidden();
    float[] vectors = earlier.weight(TowerShape.QUERY_ATTRIBUTE).values();
    int first = requireNonNull(weights.ranges().get(TowerShape.QUERY_ATTRIBUTE), "range")[0];
    for (String name : weights.spec().attributes()) {
      int from = first + hidden * weights.spec().attributes().indexOf(name);
      int row = names.indexOf(name);
      float[] expected =
          row < 0
              ? new float[hidden]
              : Arrays.copyOfRange(vectors, row * hidden, (row + 1) * hidden);
      assertThat(Arrays.copyOfRange(initial, from, from + hidden)).isEqualTo(expected);
    }
  }

  @Test
  void attributesThatTellTasteHelpUsersWithShortHistories() {
    TasteWorld brief = new TasteWorld(3, 3_000, 120, 12, 9_000, 5);
    EventLog unknown = brief.log();
    EventLog known = brief.withAttributes(unknown);
    Release without = train(brief.trainingSet(unknown, 1), TasteWorld.config());
    Release with = train(brief.trainingSet(known, 1), TasteWorld.config());
    assertThat(without.towers().orElseThrow().attributes()).isEmpty();
    assertThat(with.towers().orElseThrow().attributes()).contains("likes=0", "likes=5");
    double blind = hitRate(brief, without, known);
    double seeing = hitRate(brief, with, known);
    // What helps is the attribute, not that there are more weights.
    assertThat(seeing).isGreaterThan(blind + 0.1);
    assertThat(hitRate(brief, with, unknown)).isLessThan(seeing - 0.1);
  }

  @Test
  void poolOfCandidatesLearnsTooWhereItemsAreMany() {
    TrainingSet set = world.trainingSet(log, 1);
    Release release =
        train(set, TasteWorld.config().withCandidates(new TowerConfig.Candidates(1, 50, 100)));
    assertThat(hitRate(release, log)).isGreaterThan(0.3);
  }

  @Test
  void towersWithoutGraphTrainTooButCannotSeeTasteInTextsThatAreNoise() {
    TrainingSet set = world.trainingSet(log, 1);
    Release release = train(set, TasteWorld.config().withLayers(0).withEpochs(3));
    assertThat(release.shape().embeddingDimensions()).isEqualTo(16);
    assertThat(hitRate(release, log)).isLessThan(0.15);
  }

  @Test
  void logWithoutNewItemsIsRefused() {
    EventLog once =
        new EventLog(List.of("user"), new int[10], new int[10], new long[10], new float[10]);
    assertThatThrownBy(() -> train(world.trainingSet(once, 1), TasteWorld.config()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no user turned to a new item");
  }

  private static void trainUntil(TrainingSet set, TowerConfig config, int epochs, Path file) {
    new TowerTrainer(
            config,
            InstantSource.system(),
            progress -> {
              int base =
                  progress.stage() == TowerProgress.Stage.SEARCH
                      ? 0
                      : config.schedule().maxEpochs();
              if (base + progress.epoch() >= epochs) {
                throw new IllegalStateException("cut");
              }
            })
        .train("taste", set, Start.from(file));
  }

  /** HR@10 on the events after the split. */
  private double hitRate(Release release, EventLog events) {
    return hitRate(world, release, events);
  }

  private static double hitRate(TasteWorld of, Release release, EventLog events) {
    long split = events.time(events.size() * 9 / 10);
    RankingTask task = RankingTask.warm(events, of.table().size(), split, 1, 1);
    try (TowerScorer scorer = new TowerScorer(release, of.table(), 0.5)) {
      return task.rank(scorer, new PlainSnapshots(of.table(), events).at(split))
          .mean(Metric.HIT_RATE_10);
    }
  }

  private static Release train(TrainingSet set, TowerConfig config) {
    return new TowerTrainer(config, InstantSource.system(), progress -> {})
        .train("taste", set, Start.fresh())
        .release();
  }

  private static List<Float> values(Release release) {
    List<Float> values = new ArrayList<>();
    release.weights().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            weight -> {
              for (float value : weight.getValue().values()) {
                values.add(value);
              }
            });
    return values;
  }
}
