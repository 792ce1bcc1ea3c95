package io.freshet.server.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.model.HgnnShape;
import io.freshet.server.model.ReferenceTowers;
import io.freshet.server.model.Release;
import io.freshet.server.model.TowerSpec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RepositoryTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir private Path directory;

  @Test
  void releasesOfTheDirectoryAreLoadedByIdAndNothingElse() throws Exception {
    Release release = release();
    release.write(directory.resolve("releases").resolve(release.id()));
    release.write(directory.resolve("releases").resolve("other"));
    release.write(directory.resolve("outside"));
    Path damaged = directory.resolve("releases").resolve("damaged");
    release.write(damaged);
    Files.writeString(damaged.resolve("release.json"), "{}");
    InferenceServerConfig config = InferenceServerConfig.defaults().withPorts(0, 0);
    try (InferenceServer server =
        InferenceServer.start(config.withReleases(directory.resolve("releases")))) {
      assertThat(ready(server, release.id())).isEqualTo(404);
      HttpResponse<String> loaded = load(server, release.id());
      assertThat(loaded.statusCode()).as(loaded.body()).isEqualTo(200);
      assertThat(ready(server, release.id())).isEqualTo(200);

      assertThat(load(server, "none").body()).contains("there is no such release in");
      assertThat(load(server, "..%2Foutside").statusCode()).isEqualTo(404);
      assertThat(load(server, "damaged").statusCode()).isEqualTo(400);
      assertThat(load(server, "other").body()).contains("holds release " + release.id());
      assertThat(ready(server, release.id())).isEqualTo(200);
    }
    try (InferenceServer server = InferenceServer.start(config)) {
      assertThat(load(server, release.id()).statusCode()).isEqualTo(404);
    }
  }

  private static Release release() {
    Release random =
        ReferenceTowers.random(
            3,
            new HgnnShape(384, 4, 1, 1),
            List.of("track"),
            new TowerSpec(3, 2, List.of(), List.of()));
    return new Release(
        random.id(),
        "minilm-l6-v2-q",
        random.textDimensions(),
        random.dimensions(),
        random.layers(),
        random.types(),
        random.towers(),
        Optional.empty(),
        random.metrics(),
        random.weights());
  }

  private static int ready(InferenceServer server, String release)
      throws IOException, InterruptedException {
    String path = "/v2/models/hgnn-layer-1/versions/%s/ready".formatted(release);
    return send(HttpRequest.newBuilder(uri(server, path))).statusCode();
  }

  private static HttpResponse<String> load(InferenceServer server, String release)
      throws IOException, InterruptedException {
    String path = "/v2/repository/models/%s/load".formatted(release);
    return send(
        HttpRequest.newBuilder(uri(server, path)).POST(HttpRequest.BodyPublishers.noBody()));
  }

  private static URI uri(InferenceServer server, String path) {
    return URI.create("http://127.0.0.1:" + server.httpPort() + path);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
