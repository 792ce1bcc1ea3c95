package io.freshet.benchmarks.inference;

import io.freshet.server.inference.text.TextEncoder;
import io.freshet.server.inference.text.TextEncoderConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How fast the shipped encoder reads titles of a dozen words. */
final class TextSpeed {
  private static final List<String> WORDS =
      List.of("quiet", "river", "story", "jazz", "night", "the", "of", "summer", "news", "daily");
  private static final int WORDS_OF_A_TEXT = 12;
  private static final int WARM_UP_TEXTS = 200;
  private static final int TEXTS = 2_000;

  private TextSpeed() {}

  /**
   * The encoder on some cores.
   *
   * @param threads texts encoded at the same time, one core each
   */
  record EncoderSpeed(int threads, double textsPerSecond) {}

  /** On one core, and on all. */
  static List<EncoderSpeed> measure() throws IOException {
    List<EncoderSpeed> speeds = new ArrayList<>();
    int cores = Runtime.getRuntime().availableProcessors();
    for (int threads : IntStream.of(1, cores).distinct().toArray()) {
      TextEncoderConfig shipped = TextEncoderConfig.defaults();
      TextEncoderConfig config =
          new TextEncoderConfig(shipped.id(), shipped.directory(), shipped.maxTokens(), threads);
      try (TextEncoder encoder = TextEncoder.load(config)) {
        encoder.encode(texts(WARM_UP_TEXTS));
        List<String> texts = texts(TEXTS);
        long start = System.nanoTime();
        encoder.encode(texts);
        speeds.add(new EncoderSpeed(threads, TEXTS * 1e9 / (System.nanoTime() - start)));
      }
    }
    return speeds;
  }

  private static List<String> texts(int count) {
    SplittableRandom random = new SplittableRandom(1);
    return IntStream.range(0, count)
        .mapToObj(
            text ->
                IntStream.range(0, WORDS_OF_A_TEXT)
                    .mapToObj(word -> WORDS.get(random.nextInt(WORDS.size())))
                    .collect(Collectors.joining(" ")))
        .toList();
  }
}
