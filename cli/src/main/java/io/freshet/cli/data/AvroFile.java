package io.freshet.cli.data;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.function.Consumer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileConstants;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/** Avro object container files (deflate) of one generated record class. */
final class AvroFile {
  private static final int DEFLATE_LEVEL = 1;

  private AvroFile() {}

  static <T extends SpecificRecord> Writer<T> writer(Path file, Class<T> type) throws IOException {
    SpecificData model = SpecificData.getForClass(type);
    DataFileWriter<T> writer =
        new DataFileWriter<>(new SpecificDatumWriter<>(model.getSchema(type), model));
    writer.setCodec(CodecFactory.deflateCodec(DEFLATE_LEVEL));
    writer.create(model.getSchema(type), file.toFile());
    return new Writer<>(writer);
  }

  static <T extends SpecificRecord> Reader<T> reader(Path file, Class<T> type) throws IOException {
    SpecificData model = SpecificData.getForClass(type);
    return new Reader<>(
        new DataFileReader<>(
            file.toFile(),
            new SpecificDatumReader<>(model.getSchema(type), model.getSchema(type), model)));
  }

  /**
   * Hands over all records of a file.
   *
   * @throws IOException if it is no such file, or damaged; says after how many records
   */
  static <T extends SpecificRecord> void read(Path file, Class<T> type, Consumer<T> sink)
      throws IOException {
    long records = 0;
    try (Reader<T> reader = reader(file, type)) {
      while (reader.hasNext()) {
        T record = reader.next();
        records++;
        sink.accept(record);
      }
      reader.checkEnd(file);
    } catch (IOException | AvroRuntimeException e) {
      throw new IOException(
          "Cannot read %s: damaged or no Avro file of %s, after %d records; import it again (%s)"
              .formatted(file, type.getSimpleName(), records, e.getMessage()),
          e);
    }
  }

  /** Appends records; closing completes the file. */
  static final class Writer<T extends SpecificRecord> implements Closeable {
    private final DataFileWriter<T> writer;

    private Writer(DataFileWriter<T> writer) {
      this.writer = writer;
    }

    void append(T item) throws IOException {
      writer.append(item);
    }

    @Override
    public void close() throws IOException {
      writer.close();
    }
  }

  /** Reads records in the order written. */
  static final class Reader<T extends SpecificRecord> implements Iterator<T>, AutoCloseable {
    private final DataFileReader<T> reader;

    /** Where the header ends, and with it the marker that ends every block. */
    private final long start;

    private Reader(DataFileReader<T> reader) {
      this.reader = reader;
      start = reader.previousSync();
    }

    /** A block that is cut off looks like the end to Avro; but each ends with the file's marker. */
    private void checkEnd(Path file) throws IOException {
      try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
        byte[] marker = marker(bytes, start);
        if (!Arrays.equals(marker, marker(bytes, bytes.length()))) {
          throw new IOException("it is cut off");
        }
      }
    }

    private static byte[] marker(RandomAccessFile bytes, long end) throws IOException {
      byte[] marker = new byte[DataFileConstants.SYNC_SIZE];
      bytes.seek(end - marker.length);
      bytes.readFully(marker);
      return marker;
    }

    @Override
    public boolean hasNext() {
      return reader.hasNext();
    }

    @Override
    public T next() {
      return reader.next();
    }

    @Override
    public void close() {
      try {
        reader.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
