package io.freshet.server.training.tower;

import io.freshet.server.training.OneCycle;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Epochs and steps of one training, from wherever it stands to its end.
 *
 * <p>An epoch visits every target once, in batches of one block each; the order of batches is drawn
 * anew. All chance is derived from the seed and the number of the epoch or step, so that a loop
 * that goes on from a checkpoint takes the very steps that it would have taken.
 */
final class TowerLoop {
  private static final double LOSS_MEMORY = 0.95;

  private final TowerConfig config;
  private final InstantSource clock;
  private final Consumer<TowerProgress> progress;

  TowerLoop(TowerConfig config, InstantSource clock, Consumer<TowerProgress> progress) {
    this.config = config;
    this.clock = clock;
    this.progress = progress;
  }

  /**
   * What a loop works on.
   *
   * @param pass what it is for
   * @param run the tensors, standing where the state says
   * @param maker makes its batches
   * @param blocks its targets
   * @param epochs after which it ends, and with it the schedule of the learning rate
   * @param checkpoints keeps the state after every epoch
   */
  record Work(
      TowerPass pass,
      TowerRun run,
      BatchMaker maker,
      List<Block> blocks,
      int epochs,
      Consumer<TowerState> checkpoints) {}

  TowerState run(Work work, TowerState from) {
    Instant began = clock.instant();
    int perEpoch = plan(work.blocks(), new Random(0)).size();
    OneCycle schedule = new OneCycle(config.schedule().learningRate(), perEpoch * work.epochs());
    TowerState state = from;
    while (state.epoch() < work.epochs()
        && state.epoch() < state.bestEpoch() + config.schedule().patience()) {
      state = epoch(work, state, schedule, new Begin(began, from.step()));
      work.checkpoints().accept(state);
    }
    return state;
  }

  /** When and at which step this loop began. */
  private record Begin(Instant at, int step) {}

  private TowerState epoch(Work work, TowerState from, OneCycle schedule, Begin begin) {
    int step = from.step();
    double loss = from.loss();
    List<Chunk> plan = plan(work.blocks(), new Random(mixed(~from.epoch())));
    Optional<ValidationFigures> figures =
        Optional.of(from.figures()).filter(last -> !last.equals(ValidationFigures.NONE));
    for (Chunk chunk : plan) {
      RandomGenerator random = new SplittableRandom(mixed(step));
      Batch batch = work.maker().make(chunk.block(), chunk.targets(), random);
      double value = checked(work.run().step(batch, schedule.rate(step), random), step);
      loss = Double.isNaN(loss) ? value : LOSS_MEMORY * loss + (1 - LOSS_MEMORY) * value;
      step++;
      Where where = new Where(from.epoch(), step, schedule.steps(), loss, step - from.step());
      tell(work, where, figures, begin);
    }
    return measured(work, from, from.epoch() + 1, step, loss);
  }

  private static TowerState measured(Work work, TowerState from, int epoch, int step, double loss) {
    float[] parameters = work.run().parameters();
    if (work.pass().validation().isEmpty()) {
      return new TowerState(
          epoch, step, loss, from.figures(), from.highest(), epoch, from.bestFigures(), parameters);
    }
    ValidationFigures figures = work.pass().validation().get().apply(parameters);
    ValidationFigures highest =
        figures.decisive() > from.highest().decisive() ? figures : from.highest();
    // The learning rate falls: of epochs that are level, the later one is less of an accident.
    return figures.isLevelWith(highest)
        ? new TowerState(epoch, step, loss, figures, highest, epoch, figures, parameters)
        : new TowerState(
            epoch, step, loss, figures, highest, from.bestEpoch(), from.bestFigures(), from.best());
  }

  @SuppressWarnings("ArrayRecordComponent") // primitive columns; never compared
  private record Chunk(int block, int[] targets) {}

  /** The batches of an epoch in random order. */
  private List<Chunk> plan(List<Block> blocks, Random random) {
    List<Chunk> plan = new ArrayList<>();
    for (int block = 0; block < blocks.size(); block++) {
      int[] targets = shuffled(blocks.get(block).targets(), random);
      for (int begin = 0; begin < targets.length; begin += config.schedule().batch()) {
        int end = Math.min(targets.length, begin + config.schedule().batch());
        plan.add(new Chunk(block, Arrays.copyOfRange(targets, begin, end)));
      }
    }
    Collections.shuffle(plan, random);
    return plan;
  }

  private static int[] shuffled(int[] values, Random random) {
    int[] shuffled = values.clone();
    for (int k = shuffled.length - 1; k > 0; k--) {
      int other = random.nextInt(k + 1);
      int value = shuffled[k];
      shuffled[k] = shuffled[other];
      shuffled[other] = value;
    }
    return shuffled;
  }

  private long mixed(long number) {
    return new SplittableRandom(config.seed() * 0x9E3779B97F4A7C15L + number).nextLong();
  }

  private record Where(int epoch, int step, int steps, double loss, int epochStep) {}

  private void tell(Work work, Where where, Optional<ValidationFigures> last, Begin begin) {
    Duration elapsed = Duration.between(begin.at(), clock.instant());
    Duration left =
        elapsed.multipliedBy(where.steps() - where.step()).dividedBy(where.step() - begin.step());
    progress.accept(
        new TowerProgress(
            work.pass().stage(),
            where.epoch(),
            where.step(),
            where.steps(),
            where.loss(),
            last,
            where.epochStep(),
            elapsed,
            left));
  }

  private static double checked(double loss, int step) {
    if (!Double.isFinite(loss)) {
      throw new IllegalStateException(
          "Cannot train on: the loss of step %d is not finite (%s); lower the learning rate"
              .formatted(step, loss));
    }
    return loss;
  }
}
