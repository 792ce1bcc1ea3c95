package io.freshet.cli.release;

import static java.util.Objects.requireNonNull;

import io.freshet.server.model.Release;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The releases that lie in a directory, one directory each. */
public final class ReleaseShelf {
  private static final String MANIFEST = "release.json";

  private final Path directory;

  /** The releases in a directory. */
  public ReleaseShelf(Path directory) {
    this.directory = requireNonNull(directory, "directory is null");
  }

  /**
   * A release by its id, or by the path of its directory.
   *
   * @throws IOException when there is none, or it cannot be trusted
   */
  public Release release(String idOrPath) throws IOException {
    Path inside = directory.resolve(idOrPath);
    return Release.load(Files.isDirectory(inside) ? inside : Path.of(idOrPath));
  }

  /** A release by its id, if it lies in the directory. */
  public Optional<Release> find(String id) throws IOException {
    Path inside = directory.resolve(id);
    return Files.isDirectory(inside) ? Optional.of(Release.load(inside)) : Optional.empty();
  }

  /**
   * All releases, by id.
   *
   * @throws IOException when one of them cannot be trusted
   */
  public List<Release> all() throws IOException {
    List<Release> releases = new ArrayList<>();
    try (Stream<Path> paths = Files.isDirectory(directory) ? Files.list(directory) : Stream.of()) {
      for (Path path : paths.sorted().toList()) {
        if (Files.isRegularFile(path.resolve(MANIFEST))) {
          releases.add(Release.load(path));
        }
      }
    }
    return releases;
  }
}
