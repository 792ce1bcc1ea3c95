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
    KNOWN.put("two-towers", training -> towers(FrozenTargets.WITHOUT_GRAPH, 0, training));
    KNOWN.put(
        "2t-hgnn-staged",
        training ->
            new StagedTowers(
                TrainerConfig.defaults(),
                training.towers(),
                training.clock(),
                training.progress()));
    KNOWN.put("2t-hgnn", training -> towers(FrozenTargets.JUDGED, 2, training));
  }

  private Contenders() {}

  /**
   * What contenders that train are given.
   *
   * @param clock measures the time they spend
   * @param progress told after every step
   * @param epochs passes of the towers over their targets, of which the best one on the validation
   *     slice is kept; empty trains as long as the recipe says, and again on that slice too
   * @param settings of the towers that replace those of the recipe, by name
   */
  public record Training(
      InstantSource clock,
      Consumer<TowerProgress> progress,
      OptionalInt epochs,
      Map<String, String> settings) {
    public Training {
      settings = Map.copyOf(settings);
      for (String taken : List.of("layers", "seed")) {
        if (settings.containsKey(taken)) {
          throw new IllegalArgumentException(
              "Cannot evaluate: %s follows from the contender and --first-seed".formatted(taken));
        }
      }
    }

    private TowerConfig towers() {
      TowerConfig config = TowerConfig.defaults();
      if (epochs.isPresent()) {
        config = config.withEpochs(epochs.getAsInt()).withFinish(TowerConfig.Finish.KEEP_BEST);
      }
      return config.with(settings);
    }
  }

  private static Contender towers(String name, int layers, Training training) {
    return new TwoTowers(
        name, training.towers().withLayers(layers), training.clock(), training.progress());
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
