package io.freshet.server.inference;

import static java.util.Objects.requireNonNull;

import io.freshet.server.inference.batch.InferenceException;
import io.freshet.server.inference.batch.InferenceException.Code;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code POST /v2/repository/models/{model}/load}, the protocol's model repository extension, where
 * a model is a release: only those of one directory, by their ids.
 */
final class RepositoryResource {
  private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,40}");

  private final Optional<Path> releases;
  private final Loader loader;

  /** Loads the release in a directory. */
  interface Loader {
    String load(Path release) throws IOException;
  }

  /**
   * A repository.
   *
   * @param releases where releases lie; empty when none may be loaded over HTTP
   */
  RepositoryResource(Optional<Path> releases, Loader loader) {
    this.releases = requireNonNull(releases, "releases is null");
    this.loader = requireNonNull(loader, "loader is null");
  }

  void register(Javalin app) {
    app.post("/v2/repository/models/{model}/load", this::load);
  }

  private void load(Context context) {
    String id = context.pathParam("model");
    Path directory =
        releases
            .filter(any -> ID.matcher(id).matches())
            .map(all -> all.resolve(id))
            .filter(Files::isDirectory)
            .orElseThrow(() -> unknown(id));
    try {
      String loaded = loader.load(directory);
      if (!loaded.equals(id)) {
        throw new InferenceException(
            Code.INVALID_ARGUMENT,
            "Cannot load %s: its directory holds release %s".formatted(id, loaded));
      }
      context.contentType("application/json").result("{}");
    } catch (IOException | IllegalStateException e) {
      throw new InferenceException(Code.INVALID_ARGUMENT, String.valueOf(e.getMessage()), e);
    }
  }

  private InferenceException unknown(String id) {
    return new InferenceException(
        Code.NOT_FOUND,
        releases.isPresent()
            ? "Cannot load %s: there is no such release in %s".formatted(id, releases.get())
            : "Cannot load %s: this server was given no directory of releases".formatted(id));
  }
}
