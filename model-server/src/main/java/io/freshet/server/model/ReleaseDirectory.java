package io.freshet.server.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Release directories: {@code release.json} names the weight file and its SHA-256. Its sections
 * {@code towers} and {@code provenance} may be absent, as they are in older releases.
 */
final class ReleaseDirectory {
  static final String MANIFEST = "release.json";
  static final String WEIGHTS = "hgnn.safetensors";

  private static final int FORMAT = 1;
  private static final int MAX_MANIFEST_BYTES = 1 << 20;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private ReleaseDirectory() {}

  private static final String TOWERS = "towers";
  private static final String PROVENANCE = "provenance";

  /** What {@code release.json} always says. */
  record Manifest(
      @JsonProperty("format") int format,
      @JsonProperty("release") String release,
      @JsonProperty("encoder") String encoder,
      @JsonProperty("text_dimensions") int textDimensions,
      @JsonProperty("dimensions") int dimensions,
      @JsonProperty("layers") int layers,
      @JsonProperty("types") List<String> types,
      @JsonProperty("metrics") Map<String, Double> metrics,
      @JsonProperty("files") Map<String, String> files) {}

  private record Contents(
      Manifest manifest, Optional<TowerSpec> towers, Optional<Provenance> provenance) {}

  static Release load(Path directory, Optional<String> checksum) throws IOException {
    byte[] json = bytes(directory, MANIFEST, MAX_MANIFEST_BYTES);
    if (checksum.isPresent() && !checksum.get().equalsIgnoreCase(sha256(json))) {
      throw invalid(directory, MANIFEST + " is not the one announced", sha256(json));
    }
    Contents contents = contents(directory, json);
    Manifest manifest = contents.manifest();
    byte[] weights = bytes(directory, WEIGHTS, Safetensors.MAX_BYTES);
    String expected = manifest.files().get(WEIGHTS);
    String actual = sha256(weights);
    if (!actual.equals(expected)) {
      throw invalid(
          directory,
          "checksum of %s is not the one in %s".formatted(WEIGHTS, MANIFEST),
          "%s instead of %s".formatted(actual, expected));
    }
    try {
      return new Release(
          manifest.release(),
          manifest.encoder(),
          manifest.textDimensions(),
          manifest.dimensions(),
          manifest.layers(),
          manifest.types(),
          contents.towers(),
          contents.provenance(),
          manifest.metrics(),
          Safetensors.read(weights));
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new InvalidReleaseException(
          "Cannot load release %s: %s".formatted(directory, e.getMessage()), e);
    }
  }

  static String checksum(Path directory) throws IOException {
    return sha256(bytes(directory, MANIFEST, MAX_MANIFEST_BYTES));
  }

  static String write(Release release, Path directory) throws IOException {
    Path target = directory.toAbsolutePath();
    if (Files.exists(target)) {
      throw new FileAlreadyExistsException(
          "Cannot write release %s: the directory exists (%s)".formatted(release.id(), directory));
    }
    Path parent = target.getParent();
    Files.createDirectories(parent);
    Path temporary = Files.createTempDirectory(parent, ".release-");
    try {
      byte[] weights = Safetensors.write(release.weights());
      Files.write(temporary.resolve(WEIGHTS), weights);
      byte[] manifest = manifestBytes(release, sha256(weights));
      Files.write(temporary.resolve(MANIFEST), manifest);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      return sha256(manifest);
    } finally {
      delete(temporary);
    }
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Cannot hash: every Java platform has SHA-256", e);
    }
  }

  private static byte[] manifestBytes(Release release, String weightsChecksum)
      throws JsonProcessingException {
    Manifest manifest =
        new Manifest(
            FORMAT,
            release.id(),
            release.encoder(),
            release.textDimensions(),
            release.dimensions(),
            release.layers(),
            release.types(),
            new TreeMap<>(release.metrics()),
            Map.of(WEIGHTS, weightsChecksum));
    ObjectNode json = JSON.valueToTree(manifest);
    release.towers().ifPresent(towers -> json.set(TOWERS, JSON.valueToTree(towers)));
    release.provenance().ifPresent(facts -> json.set(PROVENANCE, JSON.valueToTree(facts)));
    return JSON.writeValueAsBytes(json);
  }

  private static Contents contents(Path directory, byte[] json) throws IOException {
    try {
      JsonNode tree = JSON.readTree(json);
      int format = tree.path("format").asInt(-1);
      if (format != FORMAT) {
        throw invalid(directory, "format is not " + FORMAT, String.valueOf(format));
      }
      ObjectNode fields = (ObjectNode) tree;
      Optional<TowerSpec> towers = section(fields, TOWERS, TowerSpec.class);
      Optional<Provenance> provenance = section(fields, PROVENANCE, Provenance.class);
      return new Contents(JSON.treeToValue(fields, Manifest.class), towers, provenance);
    } catch (JsonProcessingException e) {
      throw new InvalidReleaseException(
          "Cannot load release %s: bad %s (%s)"
              .formatted(directory, MANIFEST, e.getOriginalMessage()),
          e);
    }
  }

  /** Takes a section out of the fields, if it is there. */
  private static <T> Optional<T> section(ObjectNode fields, String name, Class<T> type)
      throws JsonProcessingException {
    JsonNode section = fields.remove(name);
    return section == null ? Optional.empty() : Optional.of(JSON.treeToValue(section, type));
  }

  private static byte[] bytes(Path directory, String name, int maxBytes) throws IOException {
    Path file = directory.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw invalid(directory, "a file is missing", name);
    }
    if (Files.size(file) > maxBytes) {
      throw invalid(
          directory, "%s exceeds %d bytes".formatted(name, maxBytes), "" + Files.size(file));
    }
    return Files.readAllBytes(file);
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(directory)) {
      paths.sorted(Comparator.reverseOrder()).forEach(ReleaseDirectory::deleteOne);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void deleteOne(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InvalidReleaseException invalid(Path directory, String why, String value) {
    return new InvalidReleaseException(
        "Cannot load release %s: %s (%s)".formatted(directory, why, value));
  }
}
