package io.freshet.server.retrieval.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a snapshot consists of, to the byte. Written last: the digest of its own text, then JSON.
 *
 * @param format of the manifest and of everything it lists
 * @param createdAtMillis when the snapshot was made, milliseconds since 1970
 * @param files all other files
 */
record SnapshotManifest(
    @JsonProperty("format") int format,
    @JsonProperty("created_at_millis") long createdAtMillis,
    @JsonProperty("files") List<Part> files) {
  static final String FILE = "snapshot.manifest";

  private static final int FORMAT = 1;
  private static final long LONGEST = 16L << 20;
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  /** One file of a snapshot. */
  record Part(
      @JsonProperty("name") String name,
      @JsonProperty("bytes") long bytes,
      @JsonProperty("sha256") String sha256) {}

  SnapshotManifest {
    files = List.copyOf(files);
  }

  /** The manifest of what lies in the directory now. */
  static SnapshotManifest of(Path directory, Instant createdAt) throws IOException {
    List<Part> parts = new ArrayList<>();
    for (String name : names(directory)) {
      Path file = directory.resolve(name);
      parts.add(new Part(name, Files.size(file), Digests.sha256(file)));
    }
    return new SnapshotManifest(FORMAT, createdAt.toEpochMilli(), parts);
  }

  /**
   * The manifest of a snapshot, after every byte of the snapshot has been checked.
   *
   * @throws StoreException when anything differs from what was written
   */
  static SnapshotManifest checked(Path directory) throws IOException {
    SnapshotManifest manifest = read(directory.resolve(FILE));
    Set<String> listed =
        manifest.files.stream().map(Part::name).collect(Collectors.toCollection(TreeSet::new));
    Set<String> there = names(directory);
    if (!listed.equals(there)) {
      throw new StoreException("its files are %s instead of %s".formatted(there, listed));
    }
    for (Part part : manifest.files) {
      Path file = directory.resolve(part.name);
      if (Files.size(file) != part.bytes) {
        throw new StoreException(
            "%s has %d bytes instead of %d".formatted(part.name, Files.size(file), part.bytes));
      }
      if (!Digests.sha256(file).equals(part.sha256)) {
        throw new StoreException("%s is not what was written".formatted(part.name));
      }
    }
    return manifest;
  }

  long bytes() {
    return files.stream().mapToLong(Part::bytes).sum();
  }

  void write(Path directory) throws IOException {
    byte[] json = JSON.writeValueAsBytes(this);
    Path file = directory.resolve(FILE);
    Files.writeString(file, Digests.sha256(json) + "\n" + new String(json, UTF_8));
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static SnapshotManifest read(Path file) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) > LONGEST) {
      throw new StoreException("it has no manifest");
    }
    byte[] bytes = Files.readAllBytes(file);
    // Latin-1 maps every byte to one character: nothing is repaired or lost before the check.
    String text = new String(bytes, ISO_8859_1);
    int end = text.indexOf('\n');
    byte[] json = end < 0 ? new byte[0] : Arrays.copyOfRange(bytes, end + 1, bytes.length);
    if (end < 0 || !Digests.sha256(json).equals(text.substring(0, end))) {
      throw new StoreException("its manifest is not what was written");
    }
    SnapshotManifest manifest = parsed(json);
    if (manifest.format != FORMAT) {
      throw new StoreException("its format is %d, not %d".formatted(manifest.format, FORMAT));
    }
    return manifest;
  }

  private static SnapshotManifest parsed(byte[] json) throws IOException {
    try {
      return JSON.readValue(json, SnapshotManifest.class);
    } catch (JsonProcessingException e) {
      throw new StoreException("its manifest cannot be read: " + e.getOriginalMessage(), e);
    }
  }

  private static Set<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(it -> it.getFileName().toString())
          .filter(name -> !name.equals(FILE))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
