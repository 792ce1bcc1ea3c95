package io.freshet.server.evaluation;

import io.freshet.server.snapshot.Graph;
import io.freshet.server.snapshot.UserTable;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;

/**
 * What contenders reached, in a directory: a file per contender and seed. An evaluation of hours
 * goes on where it was broken off, and its parts can be made by several processes at once. Not a
 * format for others; the report is.
 *
 * <p>A file says what it is of: data, split, and the contender's settings. What it cannot say is
 * which build made it.
 */
public final class Kept {
  private static final int MAGIC = 0x46524b32;

  private final Path directory;
  private final String kind;
  private final String data;

  /**
   * Of an evaluation on some data.
   *
   * @param kind of evaluation, by which its files end
   * @param settings of it
   * @param graph at the split
   */
  public Kept(Path directory, String kind, String settings, EvaluationData data, Graph graph) {
    this.directory = directory;
    this.kind = kind;
    UserTable users = data.events().userTable();
    this.data =
        "%s %s, %s, %d items, %d events, split at %d, least users %d, texts %x, graph %x%s"
            .formatted(
                kind,
                settings,
                data.name(),
                data.items().size(),
                data.events().size(),
                data.splitAt(),
                data.leastUsers(),
                Arrays.deepHashCode(data.items().text()),
                hash(graph),
                users.equals(UserTable.UNKNOWN) ? "" : ", users %x".formatted(users.hashCode()));
  }

  private static int hash(Graph graph) {
    int hash = 1;
    for (int edge = 0; edge < graph.edges(); edge++) {
      hash = 31 * hash + graph.neighbor(edge);
      hash = 31 * hash + Float.floatToIntBits(graph.share(edge));
    }
    return hash;
  }

  /** Reads what was reached. */
  public interface Reader<T> {
    T read(DataInputStream in) throws IOException;
  }

  /** Writes what was reached. */
  public interface Writer {
    void write(DataOutputStream out) throws IOException;
  }

  /**
   * What a contender reached with a seed, where that is kept.
   *
   * @throws UncheckedIOException when the file cannot be read, or is of other data or settings
   */
  public <T> Optional<T> find(Contender contender, long seed, Reader<T> reader) {
    Path file = file(contender, seed);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      if (in.readInt() != MAGIC) {
        throw new IOException(
            "Cannot go on: not kept by an evaluation of this build (%s)".formatted(file));
      }
      String of = in.readUTF();
      if (!of.equals(description(contender))) {
        throw new IOException(
            "Cannot go on from what was kept of other data or settings; name another directory (%s: %s)"
                .formatted(file, of));
      }
      return Optional.of(reader.read(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /**
   * Keeps what a contender reached with a seed; the file appears whole or not at all.
   *
   * @throws UncheckedIOException when it cannot be written
   */
  public void keep(Contender contender, long seed, Writer writer) {
    Path file = file(contender, seed);
    try {
      Files.createDirectories(directory);
      Path temporary = Files.createTempFile(directory, ".kept-", "");
      try (DataOutputStream out =
          new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(temporary)))) {
        out.writeInt(MAGIC);
        out.writeUTF(description(contender));
        writer.write(out);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot keep what was reached (%s)".formatted(file), e);
    }
  }

  private Path file(Contender contender, long seed) {
    String name = contender.name().replaceAll("[^A-Za-z0-9]+", "-");
    return directory.resolve("%s-%d.%s".formatted(name, seed, kind));
  }

  private String description(Contender contender) {
    return data + "; " + contender.settings();
  }
}
