package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.freshet.jobs.inference.GrpcInferenceClient;
import io.freshet.jobs.inference.InferenceConfig;
import io.freshet.jobs.inference.InferenceException;
import io.freshet.jobs.inference.LayerInput;
import io.freshet.server.inference.InferenceServer;
import io.freshet.server.inference.InferenceServerConfig;
import io.freshet.server.model.HgnnShape;
import io.freshet.server.model.Release;
import io.freshet.server.model.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jobs' client against the inference server itself: both sides of one wire, nothing faked. */
final class JobsToInferenceTest {
  private static final int DIMENSIONS = 16;
  private static final int TEXT_DIMENSIONS = 384;
  private static final List<String> TYPES = List.of("track", "podcast");

  private static InferenceServer server;
  private static GrpcInferenceClient client;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    Path release = directory.resolve("r1");
    release("r1").write(release);
    server =
        InferenceServer.start(
            InferenceServerConfig.defaults().withPorts(0, 0).withRelease(release));
    client = new GrpcInferenceClient(config().withRelease("r1", DIMENSIONS));
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  @Test
  void textsOfOneKindAreCloserThanOthers() {
    List<float[]> vectors =
        client.encodeTexts(
            List.of(
                "Kind of Blue. Miles Davis. jazz",
                "A Love Supreme. John Coltrane. jazz",
                "Quarterly tax returns explained for plumbers"));

    assertThat(vectors)
        .allSatisfy(vector -> assertThat(dot(vector, vector)).isCloseTo(1, within(1e-4)));
    assertThat(dot(vectors.get(0), vectors.get(1)))
        .isGreaterThan(dot(vectors.get(0), vectors.get(2)) + .1);
  }

  @Test
  void longListIsAnsweredInOrder() {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 70; i++) {
      texts.add("item number " + i);
    }

    List<float[]> together = client.encodeTexts(texts);
    List<float[]> alone = client.encodeTexts(texts.subList(69, 70));

    assertThat(dot(together.get(69), alone.get(0))).isCloseTo(1, within(.02));
    assertThat(together).hasSize(70);
  }

  @Test
  void itemsGoThroughAllLayersOfTheirRelease() {
    List<float[]> hidden = client.encodeItems(List.of("track", "new-type"), texts());
    LayerInput alone = new LayerInput("new-type", hidden.get(1), Map.of());
    LayerInput amongNeighbors =
        new LayerInput(
            "track", hidden.get(0), Map.of("podcast", hidden.get(1), "new-type", hidden.get(0)));

    List<float[]> first = client.layer(1, List.of(alone, amongNeighbors, alone));
    List<float[]> second =
        client.layer(2, List.of(new LayerInput("track", first.get(1), Map.of())));

    assertThat(first.get(2)).containsExactly(first.get(0), within(1e-5f));
    assertThat(second.get(0)).hasSize(DIMENSIONS);
    for (float[] vector : List.of(hidden.get(0), first.get(0), first.get(1), second.get(0))) {
      assertThat(dot(vector, vector)).isCloseTo(1, within(1e-4));
    }
  }

  @Test
  void itemThatIsNotFiniteFailsAlone() {
    List<float[]> texts = new ArrayList<>(texts());
    float[] broken = texts.get(0).clone();
    broken[7] = Float.NaN;
    texts.add(broken);

    List<float[]> hidden = client.encodeItems(List.of("track", "track", "track"), texts);

    assertThat(hidden.get(0)).hasSize(DIMENSIONS);
    assertThat(hidden.get(1)).hasSize(DIMENSIONS);
    assertThat(hidden.get(2)).isEmpty();
  }

  @Test
  void releaseOrEncoderThatTheServerLacksIsRefused() {
    try (GrpcInferenceClient other =
        new GrpcInferenceClient(config().withRelease("r2", DIMENSIONS))) {
      assertThatThrownBy(() -> other.encodeItems(List.of("track", "track"), texts()))
          .isInstanceOf(InferenceException.class)
          .hasMessageContaining("NOT_FOUND");
    }
    try (GrpcInferenceClient other = new GrpcInferenceClient(config().withEncoder("other"))) {
      assertThatThrownBy(() -> other.encodeTexts(List.of("a")))
          .isInstanceOf(InferenceException.class)
          .hasMessageContaining("NOT_FOUND");
    }
  }

  private static InferenceConfig config() {
    return InferenceConfig.defaults()
        .withTarget("127.0.0.1:" + server.grpcPort())
        .withEncoder("minilm-l6-v2-q");
  }

  private static List<float[]> texts() {
    return client.encodeTexts(List.of("Kind of Blue", "Serial, a podcast"));
  }

  private static Release release(String id) {
    HgnnShape shape = new HgnnShape(TEXT_DIMENSIONS, DIMENSIONS, 2, TYPES.size());
    Random random = new Random(7);
    Map<String, Tensor> weights = new HashMap<>();
    shape.weights().forEach((name, axes) -> weights.put(name, tensor(axes, random)));
    return new Release(
        id, "minilm-l6-v2-q", TEXT_DIMENSIONS, DIMENSIONS, 2, TYPES, Map.of(), weights);
  }

  private static Tensor tensor(List<Integer> axes, Random random) {
    float[] values = new float[axes.stream().reduce(1, Math::multiplyExact)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian() / 10;
    }
    return new Tensor(axes, values);
  }

  private static double dot(float[] left, float[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += (double) left[i] * right[i];
    }
    return sum;
  }
}
