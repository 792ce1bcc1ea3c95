package io.freshet.server.training.tower;

import static java.util.Objects.requireNonNull;

import ai.djl.ndarray.NDManager;
import io.freshet.server.evaluation.Scorer;
import io.freshet.server.evaluation.TrainingSet;
import io.freshet.server.evaluation.baseline.RecentPopularity;
import io.freshet.server.inference.engine.TensorDevice;
import io.freshet.server.model.Provenance;
import io.freshet.server.model.Release;
import io.freshet.server.snapshot.EventLog;
import io.freshet.server.snapshot.Histories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Trains the graph network and the two towers end to end on what users turned to next.
 *
 * <p>The newest events are cut into blocks ({@link Blocks}). A step takes targets of one block,
 * runs the graph network over the items met so far on the graph from before the block, pools
 * histories, and scores candidates ({@link BatchMaker}, {@link TowerLoss}). Training on changing
 * graphs is also what serving asks for: weights must bear with a graph that moves on. First the
 * events before the validation slice are learnt, epoch by epoch, until the slice says stop; then,
 * if asked for, all events before the split, for as many epochs.
 *
 * <p>Seeded: the same set and settings give the same release on a CPU with one thread for an
 * operation, and nearly the same elsewhere. One training at a time per JVM (the tensor engine
 * collects gradients once per process).
 */
public final class TowerTrainer {
  private final TowerConfig config;
  private final InstantSource clock;
  private final Consumer<TowerProgress> progress;

  /**
   * A trainer.
   *
   * @param clock measures the time spent
   * @param progress told after every step, on the training thread
   */
  public TowerTrainer(TowerConfig config, InstantSource clock, Consumer<TowerProgress> progress) {
    this.config = requireNonNull(config, "config is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.progress = requireNonNull(progress, "progress is null");
  }

  /** A release and how it was come by. */
  public record Result(Release release, TowerReport report) {}

  /** What a pass left behind. */
  private record Outcome(TowerState state, int targets) {}

  /**
   * Trains.
   *
   * @param release id of the release to make, {@code [a-z0-9-]{1,40}}
   * @throws IllegalArgumentException when there is nothing to learn from
   * @throws UncheckedIOException when a checkpoint cannot be read or written
   */
  public Result train(String release, TrainingSet set, Start start) {
    start.earlier().ifPresent(earlier -> checkAlike(earlier, set));
    start.network().ifPresent(network -> checkAlike(network, set));
    Instant began = clock.instant();
    Optional<Checkpoint> from = start.checkpoint().filter(Files::exists).map(f -> read(f, set));
    TowerPass search = TowerPass.search(config, release, set, start.network());
    Outcome kept;
    TowerState searched;
    TowerPass last = search;
    if (from.isPresent() && from.get().stage() == TowerProgress.Stage.REFIT) {
      Checkpoint refit = from.get();
      searched = refit.searchedState();
      last = TowerPass.refit(config, set, searched, start.network());
      kept = run(last, set, start, from);
    } else {
      kept = run(search, set, start, from);
      searched = kept.state();
      if (config.finish() == TowerConfig.Finish.REFIT) {
        last = TowerPass.refit(config, set, searched, start.network());
        kept = run(last, set, start, Optional.empty());
      }
    }
    TowerReport report =
        new TowerReport(
            set.items().size(),
            set.events().size(),
            kept.targets(),
            searched.bestEpoch(),
            kept.state().loss(),
            searched.bestFigures(),
            Duration.between(began, clock.instant()));
    Release trained = last.weights().release(release, set.items(), kept.state().best());
    return new Result(trained.with(report.metrics(), provenance(set, start, began)), report);
  }

  private Outcome run(TowerPass pass, TrainingSet set, Start start, Optional<Checkpoint> from) {
    List<Block> blocks = new Blocks(config, pass.events()).cut(set.snapshots().get());
    int targets = blocks.stream().mapToInt(block -> block.targets().length).sum();
    if (targets == 0) {
      throw new IllegalArgumentException(
          "Cannot train: no user turned to a new item (%d events)".formatted(pass.events().size()));
    }
    float[] initial = pass.weights().initial(config.seed(), start.earlier());
    try (NDManager manager = TensorDevice.newManager()) {
      TowerRun run = new TowerRun(config, set.items(), blocks, pass.weights(), initial, manager);
      TowerState first = from.map(run::restore).orElse(TowerState.first(initial));
      TowerLoop.Work work =
          new TowerLoop.Work(
              pass,
              run,
              maker(pass, set, blocks),
              blocks,
              // Known epochs are planned for: the learning rate is at its lowest when they end.
              pass.searched() > 0 ? pass.searched() : config.schedule().epochs(targets),
              state -> start.checkpoint().ifPresent(f -> write(f, set, pass, run, state)));
      return new Outcome(new TowerLoop(config, clock, progress).run(work, first), targets);
    }
  }

  private Provenance provenance(TrainingSet set, Start start, Instant began) {
    EventLog events = set.events();
    String stages = start.network().isPresent() ? "staged" : "joint";
    String version = TowerTrainer.class.getPackage().getImplementationVersion();
    return new Provenance(
        began.truncatedTo(ChronoUnit.SECONDS).toString(),
        "%s training, freshet %s".formatted(stages, version == null ? "from sources" : version),
        Instant.ofEpochMilli(events.time(0)).toString(),
        Instant.ofEpochMilli(events.time(events.size() - 1)).toString(),
        TowerSettings.of(config),
        baselines(set));
  }

  /** Recent popularity, the simple method that is hardest to beat, on the validation slice. */
  private static Map<String, Double> baselines(TrainingSet set) {
    try (Scorer popularity = new RecentPopularity().fit(set)) {
      ValidationFigures figures = TowerPass.validate(popularity, set);
      return Map.of(
          "recent-popularity." + TowerReport.HIT_RATE,
          figures.hitRateAt10(),
          "recent-popularity." + TowerReport.RECIPROCAL_RANK,
          figures.meanReciprocalRank());
    }
  }

  private BatchMaker maker(TowerPass pass, TrainingSet set, List<Block> blocks) {
    Histories histories = new Histories(pass.events());
    int[] types = set.items().itemTypes();
    return new BatchMaker(config, pass.weights(), types, blocks, histories);
  }

  private Checkpoint read(Path file, TrainingSet set) {
    try {
      return Checkpoint.read(file, fingerprint(set));
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private void write(Path file, TrainingSet set, TowerPass pass, TowerRun run, TowerState state) {
    try {
      run.checkpoint(fingerprint(set), pass, state).write(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write a checkpoint (" + file + ")", e);
    }
  }

  private int fingerprint(TrainingSet set) {
    return Objects.hash(
        config.toString(),
        set.items().ids(),
        set.events().size(),
        set.events().userTable(),
        set.splitAt(),
        set.seed());
  }

  private static void checkAlike(Release earlier, TrainingSet set) {
    if (!earlier.encoder().equals(set.items().encoder())
        || !earlier.types().equals(set.items().types())) {
      throw new IllegalArgumentException(
          "Cannot start from release %s: its encoder and types are others (%s, %s); start without it"
              .formatted(earlier.id(), earlier.encoder(), earlier.types()));
    }
  }
}
