package io.freshet.cli.cluster.faults;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Fills the file system of a directory with one file, and deletes that again. */
final class FullDisk {
  private static final int BLOCK_BYTES = 64 << 10;

  /** None but a file system made for it is filled: not by mistake the machine's own. */
  private static final long MOST_BYTES = 4L << 30;

  private final Path directory;

  FullDisk(Path directory) {
    this.directory = requireNonNull(directory, "directory is null");
  }

  void fill() throws IOException {
    long free = Files.getFileStore(directory).getUsableSpace();
    if (free > MOST_BYTES) {
      throw new IllegalArgumentException(
          "Cannot fill the disk of %s: more than 4 GiB are free there; mount a small file system"
              .formatted(directory));
    }
    byte[] block = new byte[BLOCK_BYTES];
    long written = 0;
    try (OutputStream out = Files.newOutputStream(filler())) {
      while (written <= MOST_BYTES) {
        out.write(block);
        written += block.length;
      }
    } catch (IOException e) {
      if (Files.getFileStore(directory).getUsableSpace() >= block.length) {
        throw e;
      }
      // Full, as it should be.
    }
  }

  void makeRoom() throws IOException {
    Files.delete(filler());
  }

  private Path filler() {
    return directory.resolve("filler");
  }
}
