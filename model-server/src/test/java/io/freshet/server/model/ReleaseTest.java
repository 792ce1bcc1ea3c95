package io.freshet.server.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReleaseTest {
  private final Release release = ReferenceHgnn.random(1, 8, 4, 2, List.of("album", "track"));

  @TempDir Path directory;

  @Test
  void writtenReleaseIsReadBackWhole() throws IOException {
    Path path = directory.resolve("releases").resolve("first");
    String checksum = release.write(path);

    Release read = Release.load(path);

    assertThat(read.id()).isEqualTo(release.id());
    assertThat(read.types()).containsExactly("album", "track");
    assertThat(read.shape()).isEqualTo(release.shape());
    assertThat(read.metrics()).isEqualTo(release.metrics());
    release
        .weights()
        .forEach(
            (name, weight) -> assertThat(read.weight(name).values()).isEqualTo(weight.values()));
    assertThat(checksum)
        .isEqualTo(ReleaseDirectory.sha256(Files.readAllBytes(path.resolve("release.json"))));
    try (Stream<Path> left = Files.list(path.getParent())) {
      assertThat(left).containsExactly(path);
    }
  }

  @Test
  void towersAndProvenanceAreReadBackToo() throws IOException {
    TowerSpec spec = new TowerSpec(6, 3, List.of("en"), List.of("country=SE"));
    HgnnShape network = new HgnnShape(8, 4, 1, 1);
    Release towers = ReferenceTowers.random(2, network, List.of("track"), spec);
    towers.write(directory.resolve("towers"));

    Release read = Release.load(directory.resolve("towers"));

    assertThat(read.towers()).contains(spec);
    assertThat(read.provenance()).isEqualTo(towers.provenance());
    assertThat(read.weights().keySet()).isEqualTo(towers.weights().keySet());
    assertThat(read.weight(TowerShape.QUERY_SKIP).values())
        .isEqualTo(towers.weight(TowerShape.QUERY_SKIP).values());
  }

  @Test
  void towersOfOtherSizesThanTheWeightsAreRefused() throws IOException {
    HgnnShape network = new HgnnShape(8, 4, 1, 0);
    TowerSpec spec = new TowerSpec(6, 3, List.of(), List.of());
    ReferenceTowers.random(2, network, List.of(), spec).write(directory.resolve("towers"));
    replaceInManifest(directory.resolve("towers"), "\"hidden\" : 6", "\"hidden\" : 5");
    assertThatThrownBy(() -> Release.load(directory.resolve("towers")))
        .isInstanceOf(InvalidReleaseException.class)
        .hasMessageContaining("must have shape");
  }

  @Test
  void releaseWithoutTowersHasNone() throws IOException {
    release.write(directory.resolve("first"));
    assertThat(Files.readString(directory.resolve("first").resolve("release.json")))
        .doesNotContain("towers", "provenance");
    assertThat(Release.load(directory.resolve("first")).towers()).isEmpty();
  }

  @Test
  void existingDirectoryIsNotOverwritten() throws IOException {
    release.write(directory.resolve("first"));
    assertThatThrownBy(() -> release.write(directory.resolve("first")))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("the directory exists");
  }

  @Test
  void oneFlippedByteOfTheWeightsIsRefused() throws IOException {
    Path path = directory.resolve("first");
    release.write(path);
    Path weights = path.resolve("hgnn.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length - 5] ^= 1;
    Files.write(weights, bytes);
    assertThatThrownBy(() -> Release.load(path))
        .isInstanceOf(InvalidReleaseException.class)
        .hasMessageContaining("checksum of hgnn.safetensors");
  }

  @Test
  void sizesThatDisagreeWithTheWeightsAreRefused() throws IOException {
    Path path = directory.resolve("first");
    release.write(path);
    replaceInManifest(path, "\"dimensions\" : 4", "\"dimensions\" : 5");
    assertThatThrownBy(() -> Release.load(path))
        .isInstanceOf(InvalidReleaseException.class)
        .hasMessageContaining("must have shape");
  }

  @Test
  void otherFormatAndMissingFieldsAreRefused() throws IOException {
    Path path = directory.resolve("first");
    release.write(path);
    replaceInManifest(path, "\"encoder\"", "\"encodr\"");
    assertThatThrownBy(() -> Release.load(path)).isInstanceOf(InvalidReleaseException.class);
    replaceInManifest(path, "\"format\" : 1", "\"format\" : 2");
    assertThatThrownBy(() -> Release.load(path)).hasMessageContaining("format is not 1 (2)");
    Files.delete(path.resolve("hgnn.safetensors"));
    Files.delete(path.resolve("release.json"));
    assertThatThrownBy(() -> Release.load(path)).hasMessageContaining("a file is missing");
  }

  private static void replaceInManifest(Path path, String old, String replacement)
      throws IOException {
    Path manifest = path.resolve("release.json");
    String json = Files.readString(manifest);
    assertThat(json).contains(old);
    Files.writeString(manifest, json.replace(old, replacement));
  }
}
