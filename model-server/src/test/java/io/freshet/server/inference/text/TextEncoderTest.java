package io.freshet.server.inference.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TextEncoderTest {
  private static TextEncoder encoder;

  @BeforeAll
  static void load() throws IOException {
    encoder = TextEncoder.load(TextEncoderConfig.defaults());
  }

  @AfterAll
  static void close() {
    encoder.close();
  }

  @Test
  void similarSentencesAreNearAndOthersAreFar() {
    List<float[]> vectors =
        encoder.encode(
            List.of(
                "A man is playing a guitar on stage",
                "Someone performs on a guitar at a concert",
                "The central bank raised interest rates again"));
    assertThat(cosine(vectors.get(0), vectors.get(1))).isGreaterThan(.6);
    assertThat(cosine(vectors.get(0), vectors.get(2))).isLessThan(.2);
  }

  @Test
  void vectorsHaveUnitLengthWhateverTheText() {
    for (float[] vector : encoder.encode(oddTexts())) {
      assertThat(vector).hasSize(384);
      assertThat(cosine(vector, vector)).isCloseTo(1, within(1e-5));
    }
  }

  @Test
  void aTextsVectorDoesNotDependOnItsCompany() {
    List<String> texts = new ArrayList<>(oddTexts());
    Collections.shuffle(texts, new Random(7));
    List<float[]> together = encoder.encode(texts);
    for (int i = 0; i < texts.size(); i++) {
      assertThat(encoder.encode(List.of(texts.get(i))).get(0)).isEqualTo(together.get(i));
    }
  }

  @Test
  void longTextsAreCutAtTheTokenLimit() {
    String limit = "music ".repeat(254);
    List<float[]> vectors = encoder.encode(List.of(limit, limit + "volcano ".repeat(50_000)));
    assertThat(vectors.get(1)).isEqualTo(vectors.get(0));
  }

  @Test
  void manyThreadsGetTheirOwnAnswers() {
    List<String> texts = List.of("jazz", "rain in the night", "history of bread", "blue moon");
    List<float[]> expected = encoder.encode(texts);
    List<List<float[]>> answers =
        Collections.nCopies(16, texts).parallelStream().map(encoder::encode).toList();
    for (List<float[]> answer : answers) {
      for (int i = 0; i < texts.size(); i++) {
        assertThat(answer.get(i)).isEqualTo(expected.get(i));
      }
    }
  }

  @Test
  void nothingNativeStaysAfterHundredsOfTexts() {
    encoder.encode(List.of("once"));
    int before = encoder.resources();
    for (int i = 0; i < 50; i++) {
      encoder.encode(List.of("a" + i, "b", "c", "d"));
    }
    assertThat(encoder.resources()).isEqualTo(before);
  }

  @Test
  void noTextsGiveNoVectors() {
    assertThat(encoder.encode(List.of())).isEmpty();
  }

  @Test
  void aDirectoryWithoutAnEncoderIsRefused(@TempDir Path empty) {
    TextEncoderConfig config = new TextEncoderConfig("mine", Optional.of(empty), 256, 1);
    assertThatThrownBy(() -> TextEncoder.load(config)).isInstanceOf(IOException.class);
  }

  private static List<String> oddTexts() {
    return List.of(
        "",
        "   \t\n",
        "\u0000",
        "🎵🎶 👩‍👩‍👧",
        "שלום עולם مرحبا بالعالم",
        "日本語のポッドキャスト",
        "x".repeat(40_000),
        "word ".repeat(20_000),
        "a plain sentence about summer");
  }

  private static double cosine(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
