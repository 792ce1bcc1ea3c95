package io.freshet.server.retrieval.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.freshet.server.inference.InferenceServer;
import io.freshet.server.inference.InferenceServerConfig;
import io.freshet.server.inference.text.TextEncoder;
import io.freshet.server.inference.text.TextEncoderConfig;
import io.freshet.server.model.ReferenceHgnn;
import io.freshet.server.model.Release;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real inference server and the formula in plain Java. */
final class InferenceTextVectorsTest {
  private static final int D = 16;
  private static final int TEXT = 384;
  private static final String WORDS = "jazz at night";

  private static Release release;
  private static InferenceServer server;
  private static InferenceTextVectors vectors;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    Release random = ReferenceHgnn.random(5, TEXT, D, 2, List.of("track", "podcast"));
    release =
        new Release(
            random.id(),
            TextEncoderConfig.EMBEDDED,
            TEXT,
            D,
            2,
            random.types(),
            random.metrics(),
            random.weights());
    release.write(directory.resolve("release"));
    server =
        InferenceServer.start(
            InferenceServerConfig.defaults()
                .withPorts(0, 0)
                .withRelease(directory.resolve("release")));
    vectors = new InferenceTextVectors("127.0.0.1:" + server.grpcPort());
  }

  @AfterAll
  static void stop() {
    vectors.close();
    server.close();
  }

  @Test
  void textIsEmbeddedAsAnItemWithoutNeighbors() throws IOException {
    float[] text;
    try (TextEncoder encoder = TextEncoder.load(TextEncoderConfig.defaults())) {
      text = encoder.encode(List.of(WORDS)).get(0);
    }
    ReferenceHgnn formula = new ReferenceHgnn(release);
    for (String type : List.of("podcast", "unheard-of", "")) {
      float[] vector = vectors.of(WORDS, type, release.id(), 3 * D);
      double[] layer = formula.encode(type, text);
      assertLayer(vector, 0, layer);
      for (int number = 1; number <= 2; number++) {
        layer = formula.layer(number, type, layer, Map.of());
        assertLayer(vector, number, layer);
      }
    }
  }

  @Test
  void whatTheServerCannotAnswerIsSaid() {
    assertThatThrownBy(() -> vectors.of(WORDS, "", "no-such-release", 3 * D))
        .isInstanceOf(TextVectorException.class)
        .hasMessageContaining("NOT_FOUND");
    assertThatThrownBy(() -> vectors.of(WORDS, "", release.id(), D + 1))
        .isInstanceOf(TextVectorException.class)
        .hasMessageContaining("layers of 16 dimensions");
    assertThatThrownBy(() -> vectors.of(WORDS, "", release.id(), 5 * D))
        .isInstanceOf(TextVectorException.class)
        .hasMessageContaining("hgnn-layer-3");
  }

  private static void assertLayer(float[] vector, int layer, double[] expected) {
    for (int k = 0; k < D; k++) {
      assertThat((double) vector[layer * D + k]).isCloseTo(expected[k], within(1e-4));
    }
  }
}
