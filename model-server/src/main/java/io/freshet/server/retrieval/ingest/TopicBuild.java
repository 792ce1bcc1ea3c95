package io.freshet.server.retrieval.ingest;

import io.freshet.server.retrieval.index.Generation;
import io.freshet.server.retrieval.index.TowerSpace;
import io.freshet.server.retrieval.index.VectorIndex;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A {@link Build} from a release's embedding topic. Thread-safe. */
final class TopicBuild implements Build {
  private final String release;
  private final long number;
  private final GenerationIndex index;
  private final Optional<TowerFollower> towers;
  private final TopicReader reader;
  private @Nullable Generation generation;

  /**
   * Starts filling the index.
   *
   * @param towers keeps the item vectors up to date, where the release has towers
   * @param start starts the topic's reader with the handler
   */
  TopicBuild(
      String release,
      long number,
      GenerationIndex index,
      Optional<TowerFollower> towers,
      EmbeddingHandler handler,
      Function<RecordHandler, TopicReader> start) {
    this.release = release;
    this.number = number;
    this.index = index;
    this.towers = towers;
    this.reader = start.apply(handler);
    towers.ifPresent(follower -> follower.follows(reader::caughtUp));
  }

  @Override
  public String release() {
    return release;
  }

  @Override
  public boolean caughtUp() {
    // Until the statistics are read, item vectors do not know how popular anything is.
    return reader.caughtUp() && towers.map(TowerFollower::isSettled).orElse(true);
  }

  @Override
  public synchronized Optional<Generation> generation() {
    if (generation == null && index.size() > 0) {
      generation = index.index().map(this::generation).orElse(null);
    }
    return Optional.ofNullable(generation);
  }

  private Generation generation(VectorIndex held) {
    Optional<TowerSpace> space = index.towers().map(TowerSpace.class::cast);
    return new Generation(release, number, held, space, index.facts(), reader::progress);
  }

  @Override
  public void close() {
    reader.abandon();
    towers.ifPresent(TowerFollower::close);
  }
}
