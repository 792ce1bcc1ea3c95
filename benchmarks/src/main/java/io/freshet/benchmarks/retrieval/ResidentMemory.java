package io.freshet.benchmarks.retrieval;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory of this process as the system and the collector count it. */
final class ResidentMemory {
  private static final Path STATUS = Path.of("/proc/self/statm");
  private static final long PAGE_BYTES = 4096;

  private ResidentMemory() {}

  /** Bytes of this process in memory; 0 where the system does not tell. */
  static long bytes() {
    if (!Files.isReadable(STATUS)) {
      return 0;
    }
    try {
      return Long.parseLong(Files.readString(STATUS).split(" ", -1)[1]) * PAGE_BYTES;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Bytes of the heap that are in use after a collection. */
  static long heapBytes() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    System.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
