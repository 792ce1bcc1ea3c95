package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

final class KeyOptionsTest {
  private static final String KEY = "a-key-of-this-test";

  @TempDir private Path directory;

  @Test
  void keysComeFromTheEnvironmentOrNowhere() {
    assertThat(options().keys(Map.of())).hasToString("ApiKeys[admin absent, read-only absent]");
    assertThat(options().keys(Map.of("FRESHET_API_KEY", " ", "FRESHET_READ_KEY", KEY)))
        .hasToString("ApiKeys[admin absent, read-only set]");
  }

  @Test
  void fileGoesBeforeTheEnvironment() throws Exception {
    Path file = Files.writeString(directory.resolve("key"), KEY + "\n");
    assertThat(options("--api-key-file", file.toString()).keys(Map.of("FRESHET_API_KEY", "short")))
        .hasToString("ApiKeys[admin set, read-only absent]");
    Path empty = Files.writeString(directory.resolve("empty"), "\n");
    assertThatThrownBy(() -> options("--read-key-file", empty.toString()).keys(Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("read-only API key");
    assertThatThrownBy(
            () -> options("--api-key-file", directory.resolve("none").toString()).keys(Map.of()))
        .isInstanceOf(UncheckedIOException.class);
  }

  private static KeyOptions options(String... arguments) {
    KeyOptions options = new KeyOptions();
    CommandSpec spec =
        CommandSpec.create().addMixin("keys", CommandSpec.forAnnotatedObject(options));
    new CommandLine(spec).parseArgs(arguments);
    return options;
  }
}
