package io.freshet.cli.evaluate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Text vectors of one encoder in a file, found by a hash of their texts. Big-endian entries of one
 * length: the first 16 bytes of the text's SHA-256, the vector's floats, a CRC-32 of both. From the
 * first entry on that is damaged or half written, the file is passed over, and cut off by the next
 * who appends. Several processes may append: each holds the lock of the file meanwhile. One owner,
 * one thread.
 */
final class TextVectorFile {
  private final Path file;
  private final int dimensions;
  private final Map<Key, float[]> vectors = new HashMap<>();

  /** Length of the entries that were read or written, all of them whole. */
  private long whole;

  private TextVectorFile(Path file, int dimensions) {
    this.file = file;
    this.dimensions = dimensions;
  }

  private record Key(long high, long low) {}

  /** Reads the file if there is one. */
  static TextVectorFile open(Path file, int dimensions) throws IOException {
    TextVectorFile opened = new TextVectorFile(file, dimensions);
    if (Files.exists(file)) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        opened.readOn(channel);
      }
    }
    return opened;
  }

  /** The vector of a text, if it is known. */
  float @Nullable [] find(String text) {
    return vectors.get(key(text));
  }

  /** Adds vectors of texts to the file, after those that others have added meanwhile. */
  void append(List<String> texts, List<float[]> values) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      // Released when the channel is closed, also by the end of the process.
      requireNonNull(channel.lock(), "the lock is null");
      readOn(channel);
      ByteBuffer added = entries(texts, values);
      channel.truncate(whole).position(whole);
      whole += added.remaining();
      while (added.hasRemaining()) {
        channel.write(added);
      }
    }
  }

  /** Reads the whole entries behind those that are known. */
  private void readOn(FileChannel channel) throws IOException {
    if (channel.size() < whole) {
      // Somebody has removed the file.
      whole = 0;
    }
    channel.position(whole);
    InputStream in = new BufferedInputStream(Channels.newInputStream(channel), 1 << 16);
    Optional<ByteBuffer> entry = next(in);
    while (entry.isPresent()) {
      Key key = new Key(entry.get().getLong(), entry.get().getLong());
      float[] vector = new float[dimensions];
      entry.get().asFloatBuffer().get(vector);
      vectors.put(key, vector);
      whole += entryBytes();
      entry = next(in);
    }
  }

  private ByteBuffer entries(List<String> texts, List<float[]> values) {
    ByteBuffer added = ByteBuffer.allocate(texts.size() * entryBytes());
    for (int k = 0; k < texts.size(); k++) {
      Key key = key(texts.get(k));
      if (vectors.putIfAbsent(key, values.get(k)) == null) {
        write(added, key, values.get(k));
      }
    }
    return added.flip();
  }

  /** The next entry, if it is whole. */
  private Optional<ByteBuffer> next(InputStream in) throws IOException {
    byte[] entry = in.readNBytes(entryBytes());
    if (entry.length < entryBytes()) {
      return Optional.empty();
    }
    ByteBuffer buffer = ByteBuffer.wrap(entry);
    int end = entryBytes() - Integer.BYTES;
    return buffer.getInt(end) == checksum(buffer.duplicate().limit(end))
        ? Optional.of(buffer.limit(end))
        : Optional.empty();
  }

  private void write(ByteBuffer added, Key key, float[] vector) {
    int start = added.position();
    added.putLong(key.high).putLong(key.low);
    for (float value : vector) {
      added.putFloat(value);
    }
    added.putInt(checksum(added.duplicate().flip().position(start)));
  }

  private static int checksum(ByteBuffer bytes) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    return (int) checksum.getValue();
  }

  private int entryBytes() {
    return 2 * Long.BYTES + dimensions * Float.BYTES + Integer.BYTES;
  }

  private static Key key(String text) {
    try {
      ByteBuffer hash =
          ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
      return new Key(hash.getLong(), hash.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Cannot hash: every JVM has SHA-256", e);
    }
  }
}
