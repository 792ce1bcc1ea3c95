package io.freshet.server.training;

import static java.util.Objects.requireNonNull;

import ai.djl.ndarray.NDManager;
import io.freshet.server.inference.engine.TensorDevice;
import io.freshet.server.model.Release;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Trains a release by contrastive link prediction: an item's embedding shall be closer to those of
 * its neighbors than to those of other items. Needs no user data.
 *
 * <p>Each step draws pairs balanced over edge types ({@link PositiveSampler}), runs the forward
 * pass over all items on a sampled graph without these pairs ({@link Adjacency}), and scores each
 * anchor against a pool ({@link LinkLoss}). Held-out pairs are scored a few times; the best weights
 * are kept, and training stops when they stop improving. All layers are scored together as one
 * concatenated vector, exactly as the embeddings are published and compared.
 *
 * <p>Seeded: the same data and settings give the same release on a CPU with one thread for an
 * operation, and nearly the same elsewhere. One training at a time per JVM (the tensor engine
 * collects gradients once per process). Memory: items * (text dimensions + 10 * layers * slots *
 * dimensions) floats plus edges.
 */
public final class Trainer {
  private final TrainerConfig config;
  private final InstantSource clock;
  private final Consumer<TrainingProgress> progress;

  /**
   * A trainer.
   *
   * @param clock measures the time spent
   * @param progress told after every step, on the training thread
   */
  public Trainer(TrainerConfig config, InstantSource clock, Consumer<TrainingProgress> progress) {
    this.config = requireNonNull(config, "config is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.progress = requireNonNull(progress, "progress is null");
  }

  /** A release and how it was come by. */
  public record Result(Release release, TrainingReport report) {}

  /**
   * Trains.
   *
   * @param release id of the release to make, {@code [a-z0-9-]{1,40}}
   * @throws IllegalArgumentException when there are too few items or edges to learn from
   */
  public Result train(String release, TrainingData data) {
    checkTrainable(data);
    SplittableRandom random = new SplittableRandom(config.seed());
    PositiveSampler all = new PositiveSampler(data.graph(), data.itemTypes(), 0);
    HeldOut heldOut = HeldOut.draw(data.graph(), all, config, random);
    try (NDManager manager = TensorDevice.newManager()) {
      TrainingRun run = new TrainingRun(config, data, heldOut, random, manager);
      TrainingReport report = new TrainingLoop(config, clock, progress).run(run);
      Release trained =
          new Release(
              release,
              data.encoder(),
              run.shape().textDimensions(),
              run.shape().dimensions(),
              run.shape().layers(),
              data.types(),
              report.metrics(),
              run.tensors());
      return new Result(trained, report);
    }
  }

  private static void checkTrainable(TrainingData data) {
    if (data.items() < 3 || data.edges() < 4) {
      throw new IllegalArgumentException(
          "Cannot train: at least 3 items with text vectors and 4 edges between them are needed (%d items, %d edges)"
              .formatted(data.items(), data.edges()));
    }
  }
}
