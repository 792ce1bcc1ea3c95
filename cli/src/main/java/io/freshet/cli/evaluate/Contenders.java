package io.freshet.cli.evaluate;

import io.freshet.server.evaluation.Contender;
import io.freshet.server.evaluation.InductiveContender;
import io.freshet.server.evaluation.baseline.Ease;
import io.freshet.server.evaluation.baseline.GraphNeighbors;
import io.freshet.server.evaluation.baseline.ItemNeighbors;
import io.freshet.server.evaluation.baseline.PopularNeighbors;
import io.freshet.server.evaluation.baseline.Popularity;
import io.freshet.server.evaluation.baseline.RecentPopularity;
import io.freshet.server.evaluation.baseline.TextNeighbors;
import io.freshet.server.training.TrainerConfig;
import io.freshet.server.training.tower.StagedTowers;
import io.freshet.server.training.tower.TowerConfig;
import io.freshet.server.training.tower.TowerProgress;
import io.freshet.server.training.tower.TwoTowers;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;

/** The contenders that can be named on the command line, in the order of tables. */
public final class Contenders {
  private static final Map<String, Function<Training, Contender>> KNOWN = new LinkedHashMap<>();

  static {
    KNOWN.put("pop", training -> Popularity.allTime());
    KNOWN.put("pop-2d", training -> new Popularity("popularity, 2 d", 2));
    KNOWN.put("pop-7d", training -> new Popularity("popularity, 7 d", 7));
    KNOWN.put("recent-pop", training -> new RecentPopularity());
    KNOWN.put("text-knn", training -> new TextNeighbors());
    KNOWN.put("item-knn", training -> new ItemNeighbors());
    KNOWN.put("pop-item-knn", training -> new PopularNeighbors());
    KNOWN.put("ease", training -> Ease.defaults());
    KNOWN.put(
        "hgnn-knn", training -> new GraphNeighbors(TrainerConfig.defaults(), training.clock()));
    KNOWN.put("two-towers", training -> towers("two towers without graph", 0, training));
    KNOWN.put(
        "2t-hgnn-staged",
        training ->
            new StagedTowers(
                TrainerConfig.defaults(),
                TowerConfig.defaults(),
                training.clock(),
                training.progress()));
    KNOWN.put("2t-hgnn", training -> towers("2T-HGNN", 2, training));
  }

  private Contenders() {}

  /**
   * What contenders that train are given.
   *
   * @param clock measures the time they spend
   * @param progress told after every step
   * @param epochs passes of the towers over their targets, of which the best one on the validation
   *     slice is kept; empty trains as long as the recipe says, and again on that slice too
   */
  public record Training(
      InstantSource clock, Consumer<TowerProgress> progress, OptionalInt epochs) {}

  private static Contender towers(String name, int layers, Training training) {
    TowerConfig config = TowerConfig.defaults().withLayers(layers);
    if (training.epochs().isPresent()) {
      config =
          config.withEpochs(training.epochs().getAsInt()).withFinish(TowerConfig.Finish.KEEP_BEST);
    }
    return new TwoTowers(name, config, training.clock(), training.progress());
  }

  /** All names. */
  public static List<String> names() {
    return List.copyOf(KNOWN.keySet());
  }

  /**
   * The contenders of the names, in the order of tables.
   *
   * @param training for those that train
   * @throws IllegalArgumentException when a name is unknown
   */
  public static List<Contender> of(List<String> names, Training training) {
    for (String name : names) {
      if (!KNOWN.containsKey(name)) {
        throw new IllegalArgumentException(
            "Cannot evaluate: contenders are %s (%s)"
                .formatted(String.join(", ", KNOWN.keySet()), name));
      }
    }
    List<Contender> contenders = new ArrayList<>();
    KNOWN.forEach(
        (name, contender) -> {
          if (names.contains(name)) {
            contenders.add(contender.apply(training));
          }
        });
    return contenders;
  }

  /** Those of the names that can score types of items that they did not learn from. */
  public static List<InductiveContender> inductive(List<String> names, Training training) {
    List<InductiveContender> inductive = new ArrayList<>();
    for (Contender contender : of(names, training)) {
      if (contender instanceof InductiveContender each) {
        inductive.add(each);
      }
    }
    return inductive;
  }
}
