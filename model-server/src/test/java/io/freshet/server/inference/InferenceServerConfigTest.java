package io.freshet.server.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.server.inference.batch.BatchLimits;
import io.freshet.server.inference.text.TextEncoderConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class InferenceServerConfigTest {
  private static final InferenceServerConfig DEFAULTS = InferenceServerConfig.defaults();

  @Test
  void defaultsServeThisHostOnTheProtocolsPorts() {
    assertThat(DEFAULTS.host()).isEqualTo("127.0.0.1");
    assertThat(DEFAULTS.httpPort()).isEqualTo(8000);
    assertThat(DEFAULTS.grpcPort()).isEqualTo(8001);
    assertThat(DEFAULTS.initial()).isEmpty();
    assertThat(DEFAULTS.encoder())
        .isEqualTo(new TextEncoderConfig("minilm-l6-v2-q", Optional.empty(), 256, 2));
    assertThat(DEFAULTS.batch()).isEqualTo(new BatchLimits(256, Duration.ofMillis(2), 16_384));
    assertThat(DEFAULTS.maxReleases()).isEqualTo(2);
  }

  @Test
  void eachChangeLeavesTheRest() {
    BatchLimits limits = new BatchLimits(1, Duration.ZERO, 1);
    Path release = Path.of("release");
    Path releases = Path.of("releases");
    assertThat(
            DEFAULTS
                .withPorts(1, 2)
                .withHost("0.0.0.0")
                .withRelease(release)
                .withReleases(releases)
                .withBatch(limits))
        .isEqualTo(
            new InferenceServerConfig(
                "0.0.0.0",
                1,
                2,
                List.of(release),
                Optional.of(releases),
                TextEncoderConfig.defaults(),
                limits,
                2));
  }

  @Test
  void thereIsRoomForAsManyReleasesAsAreNamed() {
    InferenceServerConfig three =
        DEFAULTS
            .withRelease(Path.of("one"))
            .withRelease(Path.of("two"))
            .withRelease(Path.of("three"));
    assertThat(three.initial()).containsExactly(Path.of("one"), Path.of("two"), Path.of("three"));
    assertThat(three.maxReleases()).isEqualTo(3);
  }

  @Test
  void impossibleSettingsAreRefused() {
    assertThatThrownBy(() -> DEFAULTS.withPorts(-1, 0)).hasMessageContaining("port (-1)");
    assertThatThrownBy(() -> DEFAULTS.withPorts(0, 65_536)).hasMessageContaining("port (65536)");
    assertThatThrownBy(() -> new BatchLimits(8, Duration.ZERO, 4)).hasMessageContaining("(8, 4)");
    assertThatThrownBy(() -> new BatchLimits(8, Duration.ofHours(1), 8))
        .hasMessageContaining("maxDelay");
    assertThatThrownBy(() -> new TextEncoderConfig("x", Optional.empty(), 2, 1))
        .hasMessageContaining("maxTokens");
    assertThatThrownBy(() -> new TextEncoderConfig("x", Optional.empty(), 256, 0))
        .hasMessageContaining("threads");
  }
}
