package io.freshet.server.training.tower;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The settings of a training by name: as a release carries them, and as a command line changes
 * them.
 */
final class TowerSettings {
  private final Map<String, String> values;

  private TowerSettings(Map<String, String> values) {
    this.values = values;
  }

  /** All settings by name. */
  static Map<String, String> of(TowerConfig config) {
    TowerConfig.Schedule schedule = config.schedule();
    Map<String, String> values = new TreeMap<>();
    values.put("dimensions", "" + config.sizes().dimensions());
    values.put("layers", "" + config.sizes().layers());
    values.put("hidden", "" + config.sizes().hidden());
    values.put("tower-dimensions", "" + config.sizes().towerDimensions());
    values.put("blocks", "" + config.targets().blocks());
    values.put("target-share", "" + config.targets().share());
    values.put("live-history", "" + config.targets().liveHistory());
    values.put("weak-below", "" + config.targets().weakBelow());
    values.put("least-events", "" + config.targets().leastEvents());
    values.put("least-users", "" + config.candidates().leastUsers());
    values.put("most-scored", "" + config.candidates().mostScored());
    values.put("drawn", "" + config.candidates().drawn());
    values.put("examples", "" + schedule.examples());
    values.put("min-epochs", "" + schedule.minEpochs());
    values.put("max-epochs", "" + schedule.maxEpochs());
    values.put("batch", "" + schedule.batch());
    values.put("learning-rate", "" + schedule.learningRate());
    values.put("weight-decay", "" + schedule.weightDecay());
    values.put("patience", "" + schedule.patience());
    values.put("dropout", "" + config.restraint().dropout());
    values.put("type-dropout", "" + config.restraint().typeDropout());
    values.put("common-taste", "" + config.restraint().commonTaste());
    values.put("finish", config.finish().name().toLowerCase(Locale.ROOT));
    values.put("seed", "" + config.seed());
    return values;
  }

  /**
   * Settings with some of them replaced.
   *
   * @throws IllegalArgumentException when there is no such setting or it cannot have such a value
   */
  static TowerConfig changed(TowerConfig config, Map<String, String> changes) {
    Map<String, String> values = of(config);
    changes.forEach(
        (name, value) -> {
          if (values.replace(name, value) == null) {
            throw new IllegalArgumentException(
                "Cannot train: settings are %s (%s)"
                    .formatted(String.join(", ", values.keySet()), name));
          }
        });
    return new TowerSettings(values).config();
  }

  private TowerConfig config() {
    return new TowerConfig(
        new TowerConfig.Sizes(
            whole("dimensions"), whole("layers"), whole("hidden"), whole("tower-dimensions")),
        new TowerConfig.Targets(
            whole("blocks"),
            decimal("target-share"),
            decimal("live-history"),
            decimal("weak-below"),
            whole("least-events")),
        new TowerConfig.Candidates(whole("least-users"), whole("most-scored"), whole("drawn")),
        new TowerConfig.Schedule(
            whole("examples"),
            whole("min-epochs"),
            whole("max-epochs"),
            whole("batch"),
            decimal("learning-rate"),
            decimal("weight-decay"),
            whole("patience")),
        new TowerConfig.Restraint(
            decimal("dropout"), decimal("type-dropout"), decimal("common-taste")),
        parsed("finish", text -> TowerConfig.Finish.valueOf(text.toUpperCase(Locale.ROOT))),
        parsed("seed", Long::parseLong));
  }

  private int whole(String name) {
    return parsed(name, Integer::parseInt);
  }

  private double decimal(String name) {
    return parsed(name, Double::parseDouble);
  }

  private <T> T parsed(String name, Function<String, T> parser) {
    String value = values.getOrDefault(name, "");
    try {
      return parser.apply(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("Cannot train: %s cannot be %s".formatted(name, value), e);
    }
  }
}
