package io.freshet.cli.data;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import org.apache.avro.file.CodecFactory;
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

    private Reader(DataFileReader<T> reader) {
      this.reader = reader;
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
