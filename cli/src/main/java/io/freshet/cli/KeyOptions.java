package io.freshet.cli;

import io.freshet.server.retrieval.http.ApiKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The keys that callers of a server must show. They come from files or from the environment, so
 * that no list of processes shows them; a file goes before the environment.
 */
final class KeyOptions {
  static final String ADMIN_VARIABLE = "FRESHET_API_KEY";
  static final String READ_VARIABLE = "FRESHET_READ_KEY";

  @Option(
      names = "--api-key-file",
      paramLabel = "FILE",
      description = "File with the key that opens everything (default: $" + ADMIN_VARIABLE + ").")
  private @Nullable Path adminFile;

  @Option(
      names = "--read-key-file",
      paramLabel = "FILE",
      description = "File with the key that only reads (default: $" + READ_VARIABLE + ").")
  private @Nullable Path readFile;

  /**
   * The keys, each absent when neither its file nor its variable is given.
   *
   * @throws IllegalArgumentException when a key is too short
   */
  ApiKeys keys(Map<String, String> environment) {
    return ApiKeys.of(
        key(adminFile, environment.get(ADMIN_VARIABLE)),
        key(readFile, environment.get(READ_VARIABLE)));
  }

  private static @Nullable String key(@Nullable Path file, @Nullable String variable) {
    if (file == null) {
      return variable == null || variable.isBlank() ? null : variable.strip();
    }
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the API key in %s".formatted(file), e);
    }
  }
}
