package io.freshet.benchmarks.retrieval;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** All contenders by name. */
final class Contenders {
  static final List<String> NAMES =
      List.of(
          FreshetContender.IVF,
          FreshetContender.EXACT,
          LuceneContender.NAME,
          VoyagerContender.NAME,
          JvectorContender.NAME);

  private Contenders() {}

  /**
   * An empty one.
   *
   * @param size most items
   * @param directory for what it keeps on disk
   */
  static Contender of(String name, int dimensions, int size, Path directory) throws IOException {
    return switch (name) {
      case FreshetContender.IVF -> FreshetContender.ivf(dimensions, size);
      case FreshetContender.EXACT -> FreshetContender.exact(dimensions, size);
      case LuceneContender.NAME -> new LuceneContender(directory.resolve("lucene"));
      case VoyagerContender.NAME -> new VoyagerContender(dimensions, size);
      case JvectorContender.NAME -> new JvectorContender(dimensions, size);
      default ->
          throw new IllegalArgumentException(
              "Cannot measure %s: contenders are %s".formatted(name, NAMES));
    };
  }
}
