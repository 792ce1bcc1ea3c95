package io.freshet.cli.evaluate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Text vectors of one encoder in a file, found by a hash of their texts. Big-endian: the first 16
 * bytes of the text's SHA-256, then the vector's floats; again and again. A half written end is
 * passed over. One owner, one thread.
 */
final class TextVectorFile {
  private final Path file;
  private final int dimensions;
  private final Map<Key, float[]> vectors = new HashMap<>();

  private TextVectorFile(Path file, int dimensions) {
    this.file = file;
    this.dimensions = dimensions;
  }

  private record Key(long high, long low) {}

  /** Reads the file if there is one. */
  static TextVectorFile open(Path file, int dimensions) throws IOException {
    TextVectorFile opened = new TextVectorFile(file, dimensions);
    if (Files.exists(file)) {
      opened.read();
    }
    return opened;
  }

  /** The vector of a text, if it is known. */
  float @Nullable [] find(String text) {
    return vectors.get(key(text));
  }

  /** Adds vectors of texts to the file. */
  void append(List<String> texts, List<float[]> added) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    long whole = vectors.size() * (long) entryBytes();
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(
                Files.newOutputStream(
                    file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)))) {
      truncate(whole);
      for (int k = 0; k < texts.size(); k++) {
        Key key = key(texts.get(k));
        if (vectors.putIfAbsent(key, added.get(k)) == null) {
          write(out, key, added.get(k));
        }
      }
    }
  }

  private void truncate(long bytes) throws IOException {
    try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
      if (channel.size() > bytes) {
        channel.truncate(bytes);
      }
    }
  }

  private void read() throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      byte[] entry = new byte[entryBytes()];
      while (true) {
        in.readFully(entry);
        ByteBuffer buffer = ByteBuffer.wrap(entry);
        Key key = new Key(buffer.getLong(), buffer.getLong());
        float[] vector = new float[dimensions];
        buffer.asFloatBuffer().get(vector);
        vectors.put(key, vector);
      }
    } catch (EOFException end) {
      // All whole entries are read.
    }
  }

  private static void write(DataOutputStream out, Key key, float[] vector) throws IOException {
    out.writeLong(key.high);
    out.writeLong(key.low);
    for (float value : vector) {
      out.writeFloat(value);
    }
  }

  private int entryBytes() {
    return 2 * Long.BYTES + dimensions * Float.BYTES;
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
