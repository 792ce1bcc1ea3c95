package io.freshet.server.retrieval.ingest;

import io.freshet.server.retrieval.index.Generation;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A {@link Build} from a release's embedding topic. Thread-safe. */
final class TopicBuild implements Build {
  private final String release;
  private final long number;
  private final GenerationIndex index;
  private final TopicReader reader;
  private @Nullable Generation generation;

  /**
   * Starts filling the index.
   *
   * @param start starts the topic's reader with the handler
   */
  TopicBuild(
      String release,
      long number,
      GenerationIndex index,
      EmbeddingHandler handler,
      Function<RecordHandler, TopicReader> start) {
    this.release = release;
    this.number = number;
    this.index = index;
    this.reader = start.apply(handler);
  }

  @Override
  public String release() {
    return release;
  }

  @Override
  public boolean caughtUp() {
    return reader.caughtUp();
  }

  @Override
  public synchronized Optional<Generation> generation() {
    if (generation == null && index.size() > 0) {
      generation =
          index
              .index()
              .map(held -> new Generation(release, number, held, index.facts(), reader::progress))
              .orElse(null);
    }
    return Optional.ofNullable(generation);
  }

  @Override
  public void close() {
    reader.close();
  }
}
