package io.freshet.server.retrieval.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SnapshotDirectoryTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir Path directory;

  @Test
  void newestSnapshotIsBegunFromAndWhatCameAfterItIsNot() {
    try (SnapshotDirectory disk = open()) {
      assertThat(disk.newest()).isEmpty();
      write(disk, 1, "one");
      disk.write();
      write(disk, 2, "two");
      Snapshot second = disk.write();
      assertThat(second.createdAt()).isEqualTo(NOON);
      assertThat(second.bytes()).isPositive();
      write(disk, 3, "three");
    }
    try (SnapshotDirectory disk = open()) {
      assertThat(held(disk)).isEqualTo(Map.of("one", "1", "two", "2"));
      assertThat(position(disk)).isEqualTo(2);
      assertThat(disk.newest()).isPresent();
      assertThat(disk.refusals()).isEmpty();
    }
  }

  @Test
  void twoAreKeptAndUnfinishedOnesAreRemoved() throws IOException {
    try (SnapshotDirectory disk = open()) {
      for (int i = 1; i <= 5; i++) {
        write(disk, i, "key");
        disk.write();
      }
    }
    Files.createDirectories(directory.resolve("temp-000000000000000009").resolve("x"));
    try (SnapshotDirectory disk = open()) {
      assertThat(names("snapshot-"))
          .containsExactly("snapshot-000000000000000004", "snapshot-000000000000000005");
      assertThat(names("temp-")).isEmpty();
      assertThat(position(disk)).isEqualTo(5);
    }
  }

  @Test
  void snapshotsShareWhatDidNotChange() throws IOException {
    try (SnapshotDirectory disk = open()) {
      write(disk, 1, "one");
      disk.write();
      disk.write();
    }
    List<Path> tables = files().stream().filter(it -> it.toString().endsWith(".sst")).toList();
    assertThat(tables).hasSizeGreaterThanOrEqualTo(3);
    assertThat(Files.getAttribute(tables.get(0), "unix:nlink")).isEqualTo(tables.size());
  }

  @Test
  void oneProcessAtATimeUsesTheDirectory() {
    try (SnapshotDirectory disk = open()) {
      assertThatThrownBy(this::open)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("another server uses it");
      write(disk, 1, "one");
      assertThat(disk.write().bytes()).isPositive();
    }
  }

  @Test
  void anyDamageIsRefusedAndTheOlderSnapshotTaken() throws IOException {
    Random random = new Random(11);
    for (int round = 0; round < 40; round++) {
      Path place = directory.resolve("round-" + round);
      try (SnapshotDirectory disk = SnapshotDirectory.open(place, InstantSource.fixed(NOON))) {
        write(disk, 1, "one");
        disk.write();
        write(disk, 2, "two");
        disk.write();
      }
      String what = damage(place.resolve("snapshot-000000000000000002"), random);
      try (SnapshotDirectory disk = SnapshotDirectory.open(place, InstantSource.fixed(NOON))) {
        assertThat(disk.refusals()).as(what).hasSize(1);
        assertThat(disk.refusals().get(0)).startsWith("Cannot use");
        assertThat(held(disk)).as(what).isEqualTo(Map.of("one", "1"));
        assertThat(position(disk)).as(what).isEqualTo(1);
        write(disk, 3, "three");
        disk.write();
      }
      try (SnapshotDirectory disk = SnapshotDirectory.open(place, InstantSource.fixed(NOON))) {
        assertThat(disk.refusals()).isEmpty();
        assertThat(held(disk)).isEqualTo(Map.of("one", "1", "three", "3"));
      }
    }
  }

  @Test
  void everyByteOfTheManifestCounts() throws IOException {
    try (SnapshotDirectory disk = open()) {
      write(disk, 1, "one");
      disk.write();
    }
    Path snapshot = directory.resolve("snapshot-000000000000000001");
    Path manifest = snapshot.resolve(SnapshotManifest.FILE);
    byte[] good = Files.readAllBytes(manifest);
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      Files.write(manifest, bad);
      assertThatThrownBy(() -> SnapshotManifest.checked(snapshot))
          .as("byte " + i)
          .isInstanceOf(StoreException.class);
      Files.write(manifest, Arrays.copyOf(good, i));
      assertThatThrownBy(() -> SnapshotManifest.checked(snapshot))
          .as("cut at " + i)
          .isInstanceOf(StoreException.class);
    }
    Files.write(manifest, good);
    assertThat(SnapshotManifest.checked(snapshot).createdAtMillis()).isEqualTo(NOON.toEpochMilli());
  }

  @Test
  void whenAllAreDamagedTheStoreBeginsEmpty() throws IOException {
    try (SnapshotDirectory disk = open()) {
      write(disk, 1, "one");
      disk.write();
      disk.write();
    }
    for (String name : names("snapshot-")) {
      Files.delete(directory.resolve(name).resolve("CURRENT"));
    }
    try (SnapshotDirectory disk = open()) {
      assertThat(disk.refusals()).hasSize(2);
      assertThat(disk.store().topics()).isEmpty();
      assertThat(names("refused-")).hasSize(2);
      disk.write();
      assertThat(names("refused-")).isEmpty();
    }
  }

  /** Damages the snapshot alone: what it shares with others is unshared first. */
  private static String damage(Path snapshot, Random random) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(snapshot)) {
      files = all.filter(it -> size(it) > 0).sorted().toList();
    }
    Path file = files.get(random.nextInt(files.size()));
    byte[] bytes = Files.readAllBytes(file);
    int at = random.nextInt(bytes.length);
    Files.delete(file);
    switch (random.nextInt(4)) {
      case 0 -> {
        return "removed " + file;
      }
      case 1 -> {
        Files.write(file, Arrays.copyOf(bytes, at));
        return "cut %s at %d".formatted(file, at);
      }
      case 2 -> {
        Files.write(file, Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(9)));
        return "lengthened " + file;
      }
      default -> {
        bytes[at] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, bytes);
        return "flipped a bit of byte %d of %s".formatted(at, file);
      }
    }
  }

  private SnapshotDirectory open() {
    return SnapshotDirectory.open(directory, InstantSource.fixed(NOON));
  }

  private static void write(SnapshotDirectory disk, long position, String key) {
    StoredRecord record =
        new StoredRecord(
            key.getBytes(UTF_8), Long.toString(position).getBytes(UTF_8), 0, List.of());
    disk.store().write("a", new TopicState("id", NOON, Map.of(0, position)), List.of(record));
  }

  private static long position(SnapshotDirectory disk) {
    return disk.store().state("a").orElseThrow().positions().getOrDefault(0, -1L);
  }

  private static Map<String, String> held(SnapshotDirectory disk) {
    Map<String, String> held = new TreeMap<>();
    disk.store()
        .forEach(
            "a",
            record -> held.put(new String(record.key(), UTF_8), new String(record.value(), UTF_8)));
    return held;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private List<String> names(String prefix) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(it -> it.getFileName().toString())
          .filter(it -> it.startsWith(prefix))
          .sorted()
          .toList();
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
