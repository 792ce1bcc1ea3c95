package io.freshet.server.training;

/**
 * How a release is trained.
 *
 * @param dimensions length of one layer's vector
 * @param layers number of graph layers; 0 trains on text alone
 * @param epochs passes; one pass draws {@code positivesPerItem} pairs per item
 * @param positivesPerItem pairs drawn per item and epoch
 * @param minSteps fewest steps planned, whatever the epochs say: small data needs them too
 * @param maxSteps most steps, whatever the epochs say
 * @param batch pairs per step
 * @param negatives uniformly drawn negatives per step, beside the other pairs' targets
 * @param fanOut most neighbors per item and neighbor type that a step aggregates
 * @param balance 1 draws all edge types equally often, 0 by their number of edges
 * @param hiddenShare share of items whose neighborhood a step hides, so that text alone works
 * @param typeDropout how likely a step treats a type as never seen, so that unseen types work
 * @param learningRate highest learning rate of the one-cycle schedule
 * @param weightDecay of AdamW
 * @param validationShare share of pairs held out
 * @param maxValidationPairs most pairs held out
 * @param evaluations how often the held-out pairs are scored during training
 * @param patience evaluations without a better one after which training stops
 * @param seed of every random draw
 */
public record TrainerConfig(
    int dimensions,
    int layers,
    int epochs,
    int positivesPerItem,
    int minSteps,
    int maxSteps,
    int batch,
    int negatives,
    int fanOut,
    double balance,
    double hiddenShare,
    double typeDropout,
    double learningRate,
    double weightDecay,
    double validationShare,
    int maxValidationPairs,
    int evaluations,
    int patience,
    long seed) {
  public TrainerConfig {
    atLeast("epochs", epochs, 1);
    atLeast("positives per item", positivesPerItem, 1);
    atLeast("min steps", minSteps, 1);
    atLeast("max steps", maxSteps, minSteps);
    atLeast("batch", batch, 2);
    atLeast("negatives", negatives, 0);
    atLeast("fan-out", fanOut, 1);
    atLeast("max validation pairs", maxValidationPairs, 1);
    atLeast("evaluations", evaluations, 1);
    atLeast("patience", patience, 1);
    share("balance", balance);
    share("hidden share", hiddenShare);
    share("type dropout", typeDropout);
    share("validation share", validationShare);
    if (!(learningRate > 0) || !(weightDecay >= 0)) {
      throw new IllegalArgumentException(
          "Cannot train: learning rate and weight decay must be positive (%s, %s)"
              .formatted(learningRate, weightDecay));
    }
  }

  /** What the playground trains with. */
  public static TrainerConfig defaults() {
    return new TrainerConfig(
        64, 2, 4, 10, 160, 400, 1024, 1024, 16, 0.75, 0.1, 0.1, 5e-3, 1e-2, 0.05, 2_000, 8, 3, 1L);
  }

  /** These settings with another seed. */
  public TrainerConfig withSeed(long other) {
    return with(layers, epochs, other);
  }

  /** These settings with another number of graph layers. */
  public TrainerConfig withLayers(int other) {
    return with(other, epochs, seed);
  }

  /** These settings with another number of epochs. */
  public TrainerConfig withEpochs(int other) {
    return with(layers, other, seed);
  }

  private TrainerConfig with(int otherLayers, int otherEpochs, long otherSeed) {
    return new TrainerConfig(
        dimensions,
        otherLayers,
        otherEpochs,
        positivesPerItem,
        minSteps,
        maxSteps,
        batch,
        negatives,
        fanOut,
        balance,
        hiddenShare,
        typeDropout,
        learningRate,
        weightDecay,
        validationShare,
        maxValidationPairs,
        evaluations,
        patience,
        otherSeed);
  }

  /** Steps of a training on that many items. */
  int steps(int items) {
    long perEpoch = Math.max(1, ((long) items * positivesPerItem + batch - 1) / batch);
    return (int) Math.min(maxSteps, Math.max(minSteps, perEpoch * epochs));
  }

  private static void atLeast(String what, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "Cannot train: %s must be at least %d (%d)".formatted(what, least, value));
    }
  }

  private static void share(String what, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(
          "Cannot train: %s must be 0 to 1 (%s)".formatted(what, value));
    }
  }
}
