package io.freshet.server.training.tower;

import io.freshet.server.model.HistoryPooling;
import java.util.Map;

/**
 * How the graph network and the towers are trained together.
 *
 * @param sizes of the model
 * @param targets what is predicted from what
 * @param candidates what a target is told from
 * @param schedule how long and how fast
 * @param restraint what keeps the weights from learning by heart
 * @param finish what happens when the best epoch is known
 * @param seed of every random draw
 */
public record TowerConfig(
    Sizes sizes,
    Targets targets,
    Candidates candidates,
    Schedule schedule,
    Restraint restraint,
    Finish finish,
    long seed) {

  /**
   * Sizes of the model.
   *
   * @param dimensions length of one layer's vector
   * @param layers number of graph layers; 0 is no graph
   * @param hidden length of the towers' hidden layers
   * @param towerDimensions length of the towers' vectors
   */
  public record Sizes(int dimensions, int layers, int hidden, int towerDimensions) {
    public Sizes {
      atLeast("dimensions", dimensions, 1);
      atLeast("layers", layers, 0);
      atLeast("hidden", hidden, 1);
      atLeast("tower dimensions", towerDimensions, 1);
    }
  }

  /**
   * What is predicted from what.
   *
   * @param blocks number of blocks the targets are cut into, all of about as many events
   * @param share share of the events, the newest, that are targets; the older ones are history
   * @param liveHistory share of the targets that see all of their user's earlier events; the others
   *     see those before their block
   * @param weakBelow strength below which an event is a weak signal: no target, pooled apart
   * @param leastEvents events that a user must have among those learned from, or the user's are no
   *     targets; 1 is all users
   */
  public record Targets(
      int blocks, double share, double liveHistory, double weakBelow, int leastEvents) {
    public Targets {
      atLeast("least events", leastEvents, 1);
      atLeast("blocks", blocks, 1);
      checkShare("share of targets", share);
      checkShare("share of live histories", liveHistory);
    }
  }

  /**
   * What a target is told from.
   *
   * @param leastUsers users in the events learned from that make an item a candidate, and its
   *     events targets; the others are in graph and histories alone. 1 is all items
   * @param mostScored most candidates of a block that are all scored; of a block with more, a step
   *     scores its own targets and some drawn ones
   * @param drawn uniformly drawn items per step where not all are scored
   */
  public record Candidates(int leastUsers, int mostScored, int drawn) {
    public Candidates {
      atLeast("least users", leastUsers, 1);
      atLeast("most scored", mostScored, 0);
      atLeast("drawn", drawn, 1);
    }
  }

  /**
   * How long and how fast.
   *
   * @param examples targets wanted over all epochs together, from which their number follows
   * @param minEpochs fewest epochs planned
   * @param maxEpochs most epochs planned
   * @param batch targets per step
   * @param learningRate highest learning rate of the one-cycle schedule
   * @param weightDecay of AdamW
   * @param patience epochs without a better validation figure after which training stops
   */
  public record Schedule(
      int examples,
      int minEpochs,
      int maxEpochs,
      int batch,
      double learningRate,
      double weightDecay,
      int patience) {
    public Schedule {
      atLeast("examples", examples, 1);
      atLeast("min epochs", minEpochs, 1);
      atLeast("max epochs", maxEpochs, minEpochs);
      atLeast("batch", batch, 1);
      atLeast("patience", patience, 1);
      if (!(learningRate > 0) || !(weightDecay >= 0)) {
        throw new IllegalArgumentException(
            "Cannot train: learning rate and weight decay must be positive (%s, %s)"
                .formatted(learningRate, weightDecay));
      }
    }

    /** Epochs over that many targets. */
    int epochs(int targets) {
      int wanted = (int) Math.round((double) examples / Math.max(1, targets));
      return Math.max(minEpochs, Math.min(maxEpochs, wanted));
    }

    /** This schedule with so many epochs, whatever the number of targets. */
    Schedule withEpochs(int epochs) {
      return new Schedule(examples, epochs, epochs, batch, learningRate, weightDecay, patience);
    }
  }

  /**
   * What keeps the weights from learning by heart.
   *
   * @param dropout share of the towers' hidden units that a step leaves out
   * @param typeDropout how likely a step treats a type as never seen, so that unseen types work
   * @param commonTaste weight of the penalty on what all users of a step like, see {@link
   *     TowerLoss}; 0 is none
   */
  public record Restraint(double dropout, double typeDropout, double commonTaste) {
    public Restraint {
      checkShare("dropout", dropout);
      checkShare("type dropout", typeDropout);
      if (!(commonTaste >= 0 && commonTaste < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "Cannot train: common taste must be at least 0 (%s)".formatted(commonTaste));
      }
    }
  }

  /** What happens when the best epoch is known. */
  public enum Finish {
    /** The weights of the best epoch, which never saw the validation slice, are the result. */
    KEEP_BEST,
    /** Training starts over with the validation slice as targets too, for as many epochs. */
    REFIT
  }

  /** The recipe that did best on the validation slices of real data. */
  public static TowerConfig defaults() {
    return new TowerConfig(
        new Sizes(64, 2, 128, 64),
        new Targets(45, 0.9, 0.5, HistoryPooling.WEAK_BELOW, 5),
        new Candidates(1, 15_000, 1_000),
        new Schedule(350_000, 3, 12, 512, 3e-3, 1e-2, 12),
        new Restraint(0.1, 0.1, 0.3),
        Finish.REFIT,
        1L);
  }

  /**
   * Some twenty seconds on two cores for a few thousand items: fewer blocks, larger steps, and the
   * events of the validation slice are not learnt from.
   */
  public static TowerConfig quick() {
    return new TowerConfig(
        new Sizes(64, 2, 128, 64),
        new Targets(6, 0.6, 0.5, HistoryPooling.WEAK_BELOW, 1),
        new Candidates(1, 4_000, 1_000),
        new Schedule(120_000, 2, 8, 1_024, 5e-3, 1e-2, 2),
        new Restraint(0.1, 0.1, 0.3),
        Finish.KEEP_BEST,
        1L);
  }

  /** These settings with another number of graph layers. */
  public TowerConfig withLayers(int layers) {
    Sizes other = new Sizes(sizes.dimensions, layers, sizes.hidden, sizes.towerDimensions);
    return new TowerConfig(other, targets, candidates, schedule, restraint, finish, seed);
  }

  /** These settings with so many epochs, whatever the number of targets. */
  public TowerConfig withEpochs(int epochs) {
    Schedule other = schedule.withEpochs(epochs);
    return new TowerConfig(sizes, targets, candidates, other, restraint, finish, seed);
  }

  /** These settings with other targets. */
  public TowerConfig withTargets(Targets other) {
    return new TowerConfig(sizes, other, candidates, schedule, restraint, finish, seed);
  }

  /** These settings with other candidates. */
  public TowerConfig withCandidates(Candidates other) {
    return new TowerConfig(sizes, targets, other, schedule, restraint, finish, seed);
  }

  /** These settings with another restraint. */
  public TowerConfig withRestraint(Restraint other) {
    return new TowerConfig(sizes, targets, candidates, schedule, other, finish, seed);
  }

  /** These settings with another end. */
  public TowerConfig withFinish(Finish other) {
    return new TowerConfig(sizes, targets, candidates, schedule, restraint, other, seed);
  }

  /** These settings with another seed. */
  public TowerConfig withSeed(long other) {
    return new TowerConfig(sizes, targets, candidates, schedule, restraint, finish, other);
  }

  /**
   * These settings with some of them replaced, by the names that releases carry them under.
   *
   * @throws IllegalArgumentException when there is no such setting or it cannot have such a value
   */
  public TowerConfig with(Map<String, String> changes) {
    return TowerSettings.changed(this, changes);
  }

  private static void atLeast(String what, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "Cannot train: %s must be at least %d (%d)".formatted(what, least, value));
    }
  }

  private static void checkShare(String what, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(
          "Cannot train: %s must be 0 to 1 (%s)".formatted(what, value));
    }
  }
}
