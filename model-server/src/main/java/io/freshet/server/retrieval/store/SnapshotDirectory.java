package io.freshet.server.retrieval.store;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of one server's snapshots, and the live store that was begun from the newest good
 * one.
 *
 * <p>A snapshot appears by one rename, after all of it has reached the disk; whatever a killed
 * process leaves has another name. One that fails its check is set aside, and the next older one is
 * taken; when none is left the store begins empty, and everything is read from Kafka. Since files
 * that never change are shared between snapshots by hard links, damage on the disk may show in
 * several. One writer at a time.
 */
public final class SnapshotDirectory implements AutoCloseable {
  /** Snapshots that are kept. */
  static final int KEPT = 2;

  private static final Logger LOG = LoggerFactory.getLogger(SnapshotDirectory.class);
  private static final String LIVE = "live";
  private static final String SNAPSHOT = "snapshot-";
  private static final String TEMPORARY = "temp-";
  private static final String REFUSED = "refused-";
  private static final String SORTED_TABLE = ".sst";

  private final Path directory;
  private final InstantSource clock;
  private final FileChannel lockFile;
  private final RecordStore store;
  private final List<String> refusals;
  private Optional<Snapshot> newest;

  private SnapshotDirectory(
      Path directory,
      InstantSource clock,
      FileChannel lockFile,
      RecordStore store,
      List<String> refusals,
      Optional<Snapshot> newest) {
    this.directory = directory;
    this.clock = clock;
    this.lockFile = lockFile;
    this.store = store;
    this.refusals = List.copyOf(refusals);
    this.newest = newest;
  }

  /**
   * Opens the directory, which is made if it does not exist, and the newest good snapshot in it.
   *
   * @throws StoreException when it cannot be used, or another process uses it
   */
  public static SnapshotDirectory open(Path directory, InstantSource clock) {
    requireNonNull(clock, "clock is null");
    try {
      Files.createDirectories(directory);
      FileChannel lockFile = locked(directory);
      try {
        return opened(directory, clock, lockFile);
      } catch (IOException | RuntimeException e) {
        lockFile.close();
        throw e;
      }
    } catch (IOException e) {
      throw new StoreException(
          "Cannot use the snapshot directory %s: %s".formatted(directory, e), e);
    }
  }

  private static SnapshotDirectory opened(Path directory, InstantSource clock, FileChannel lockFile)
      throws IOException {
    removeAll(directory, TEMPORARY);
    List<String> refusals = new ArrayList<>();
    List<Path> newestFirst = named(directory, SNAPSHOT);
    for (Path snapshot : newestFirst) {
      try {
        SnapshotManifest manifest = SnapshotManifest.checked(snapshot);
        RecordStore store = begin(directory, snapshot, manifest);
        LOG.info("Beginning from {} ({} bytes)", snapshot, manifest.bytes());
        return new SnapshotDirectory(
            directory, clock, lockFile, store, refusals, Optional.of(Snapshot.of(manifest)));
      } catch (StoreException e) {
        String refusal = "Cannot use %s: %s".formatted(snapshot, e.getMessage());
        LOG.warn("{}; taking an older one, or none", refusal);
        refusals.add(refusal);
        setAside(snapshot);
      }
    }
    RecordStore empty = RecordStore.open(emptied(directory.resolve(LIVE)));
    return new SnapshotDirectory(directory, clock, lockFile, empty, refusals, Optional.empty());
  }

  /** The live store. Closed with this. */
  public RecordStore store() {
    return store;
  }

  /** Why snapshots were refused at the start, newest first. */
  public List<String> refusals() {
    return refusals;
  }

  /** The newest snapshot; empty while there is none. */
  public synchronized Optional<Snapshot> newest() {
    return newest;
  }

  /** Writes a snapshot of the live store, and removes those that are not kept any more. */
  public synchronized Snapshot write() {
    Instant createdAt = clock.instant();
    long number = nextNumber();
    Path temporary = directory.resolve(TEMPORARY + number(number));
    try {
      removeAll(directory, TEMPORARY);
      store.checkpoint(temporary);
      SnapshotManifest manifest = SnapshotManifest.of(temporary, createdAt);
      for (SnapshotManifest.Part part : manifest.files()) {
        force(temporary.resolve(part.name()));
      }
      manifest.write(temporary);
      force(temporary);
      Files.move(
          temporary, directory.resolve(SNAPSHOT + number(number)), StandardCopyOption.ATOMIC_MOVE);
      force(directory);
      Snapshot snapshot = Snapshot.of(manifest);
      newest = Optional.of(snapshot);
      removeOld();
      return snapshot;
    } catch (IOException e) {
      throw new StoreException("Cannot write a snapshot in %s: %s".formatted(directory, e), e);
    }
  }

  @Override
  public void close() {
    store.close();
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FileChannel locked(Path directory) throws IOException {
    FileChannel file =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = file.tryLock();
      if (lock != null) {
        return file;
      }
    } catch (OverlappingFileLockException e) {
      LOG.debug("Locked in this process", e);
    }
    file.close();
    throw new StoreException(
        "Cannot use the snapshot directory %s: another server uses it; give each its own"
            .formatted(directory));
  }

  /**
   * Opens a live store with the snapshot's files. Sorted tables never change, so they are shared;
   * the other files are copied.
   */
  private static RecordStore begin(Path directory, Path snapshot, SnapshotManifest manifest)
      throws IOException {
    Path live = emptied(directory.resolve(LIVE));
    Files.createDirectories(live);
    for (SnapshotManifest.Part part : manifest.files()) {
      Path from = snapshot.resolve(part.name());
      Path to = live.resolve(part.name());
      if (!part.name().endsWith(SORTED_TABLE) || !linked(from, to)) {
        Files.copy(from, to);
      }
    }
    return RecordStore.open(live);
  }

  private static boolean linked(Path from, Path to) throws IOException {
    try {
      Files.createLink(to, from);
      return true;
    } catch (UnsupportedOperationException e) {
      LOG.debug("No hard links here", e);
      return false;
    }
  }

  private long nextNumber() {
    long highest = 0;
    try {
      for (String kind : List.of(SNAPSHOT, REFUSED)) {
        for (Path path : named(directory, kind)) {
          String digits = path.getFileName().toString().substring(kind.length());
          highest = Math.max(highest, Long.parseLong(digits));
        }
      }
    } catch (IOException e) {
      throw new StoreException("Cannot list %s: %s".formatted(directory, e), e);
    }
    return highest + 1;
  }

  private void removeOld() throws IOException {
    removeAll(directory, REFUSED);
    List<Path> newestFirst = named(directory, SNAPSHOT);
    for (Path old : newestFirst.subList(Math.min(KEPT, newestFirst.size()), newestFirst.size())) {
      // Without its manifest first: a half removed snapshot must not look like one.
      Files.deleteIfExists(old.resolve(SnapshotManifest.FILE));
      emptied(old);
    }
  }

  private static void setAside(Path snapshot) throws IOException {
    String digits = snapshot.getFileName().toString().substring(SNAPSHOT.length());
    Path aside = emptied(snapshot.resolveSibling(REFUSED + digits));
    Files.move(snapshot, aside, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void removeAll(Path directory, String kind) throws IOException {
    for (Path path : named(directory, kind)) {
      emptied(path);
    }
  }

  /** Directories of the kind, highest number first. */
  private static List<Path> named(Path directory, String kind) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(path -> path.getFileName().toString().matches(kind + "[0-9]{18}"))
          .sorted(Comparator.reverseOrder())
          .toList();
    }
  }

  private static String number(long number) {
    return "%018d".formatted(number);
  }

  /** The path, after whatever was there has been removed. */
  private static Path emptied(Path path) throws IOException {
    if (!Files.exists(path)) {
      return path;
    }
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(path)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : deepestFirst) {
      Files.deleteIfExists(file);
    }
    return path;
  }

  private static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
