package io.freshet.cli.cluster;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The releases that a cluster has embedding jobs of, the oldest first, each with the keys of its
 * job that the cluster does not know itself. Remembered in a file: what a rollout added is there
 * after the next start, and what it retired is not.
 */
final class ClusterReleases {
  private static final String FILE = "embedding-jobs.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final Map<String, Map<String, String>> keys;

  private ClusterReleases(Path file, Map<String, Map<String, String>> keys) {
    this.file = file;
    this.keys = keys;
  }

  /** Those of a cluster's directory; its first release where nothing was rolled out yet. */
  static ClusterReleases in(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    Map<String, Map<String, String>> keys = new LinkedHashMap<>();
    if (Files.exists(file)) {
      keys.putAll(
          JSON.readValue(
              file.toFile(), new TypeReference<LinkedHashMap<String, Map<String, String>>>() {}));
    } else {
      keys.put(FirstRelease.ID, Map.of());
    }
    return new ClusterReleases(file, keys);
  }

  /** Keys of each release's job, by release. */
  Map<String, Map<String, String>> all() {
    return Collections.unmodifiableMap(keys);
  }

  void add(String release, Map<String, String> ofItsJob) throws IOException {
    keys.put(release, Map.copyOf(ofItsJob));
    remember();
  }

  void remove(String release) throws IOException {
    keys.remove(release);
    remember();
  }

  private void remember() throws IOException {
    JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), keys);
  }
}
