package io.freshet.schemas.wire;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of one record type and back. Writes Avro single-object encoding: {@code C3 01}, the
 * little-endian CRC-64-AVRO fingerprint of the schema, the Avro binary form (Avro specification,
 * "Single-object encoding"). Reads every {@link Framing}; a writer's schema that is not ours is
 * looked for among our earlier ones, then where it is told to, and resolved by Avro's rules. Bytes
 * left over after the record are refused, so a record of another type is not mistaken for this one.
 *
 * <p>Keeps an encoder, a decoder and up to {@value #MAX_READERS} readers, one per writer schema
 * used of late: one owner, one thread.
 *
 * @param <T> the generated record class
 */
public final class AvroCodec<T extends SpecificRecord> {
  private static final int MAX_READERS = 256;

  private final Schema schema;
  private final SpecificData model;
  private final long fingerprint;
  private final RecordWriter<T> writer;
  private final RecordReader<T> ownReader;
  private final Unframer unframer;
  private final WriterSchemas schemas;
  private final WriterSchemas older;
  private final Map<SchemaId, RecordReader<T>> readers =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SchemaId, RecordReader<T>> eldest) {
          return size() > MAX_READERS;
        }
      };
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(256);
  private final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(buffer, null);
  private final BoundedDecoder decoder = new BoundedDecoder();

  /**
   * A codec for the record class that reads whatever frame it finds and knows few schemas.
   *
   * @param type a class generated from one of our schemas
   * @param olderSchemas writer schemas of earlier releases that may still be on the topics
   */
  public AvroCodec(Class<T> type, Schema... olderSchemas) {
    this(type, Framing.AUTO, WriterSchemas.of(olderSchemas));
  }

  /**
   * A codec for the record class.
   *
   * @param type a class generated from one of our schemas
   * @param framing what stands around the records that are read
   * @param schemas where writers' schemas other than ours are found
   */
  public AvroCodec(Class<T> type, Framing framing, WriterSchemas schemas) {
    model = SpecificData.getForClass(requireNonNull(type, "type is null"));
    // Records without a logical type, such as neighbors, write themselves; bytes are the same.
    model.setCustomCoders(true);
    schema = model.getSchema(type);
    fingerprint = SchemaNormalization.parsingFingerprint64(schema);
    writer = new RecordWriter<>(schema, model);
    ownReader = new RecordReader<>(schema, schema, model);
    unframer = new Unframer(framing, schemas.hasIds());
    this.schemas = schemas;
    older = WriterSchemas.of(OlderSchemas.of(schema));
  }

  /** Single-object encoding of the record. */
  public byte[] encode(T record) {
    try {
      buffer.reset();
      buffer.write(0xC3);
      buffer.write(0x01);
      for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
        buffer.write((byte) (fingerprint >>> shift));
      }
      writer.write(record, encoder);
      encoder.flush();
      return buffer.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The record in the bytes, which came without a header that names a schema.
   *
   * @throws UndecodableException when the bytes are cut short, too long, of an unknown schema or
   *     not Avro at all
   */
  public T decode(byte[] bytes) throws UndecodableException {
    return decode(bytes, null);
  }

  /**
   * The record in the bytes.
   *
   * @param header the header that names the writer's schema, where there was one
   * @throws UndecodableException when the bytes are cut short, too long, of an unknown schema or
   *     not Avro at all
   */
  public T decode(byte[] bytes, @Nullable SchemaHeader header) throws UndecodableException {
    if (header == null
        && unframer.readsSingleObjects()
        && Frame.isSingleObject(bytes, fingerprint)) {
      return read(ownReader, bytes, Frame.SINGLE_OBJECT_BYTES);
    }
    Frame frame = unframer.frame(bytes, header);
    return frame.schema() == null
        ? read(ownReader, bytes, frame.start())
        : read(reader(frame.schema(), bytes), bytes, frame.start());
  }

  private RecordReader<T> reader(SchemaId id, byte[] bytes) throws UndecodableException {
    RecordReader<T> known = readers.get(id);
    if (known != null) {
      return known;
    }
    RecordReader<T> reader = new RecordReader<>(written(id, bytes), schema, model);
    readers.put(id, reader);
    return reader;
  }

  private Schema written(SchemaId id, byte[] bytes) throws UndecodableException {
    if (id.equals(SchemaId.fingerprint(fingerprint))) {
      return schema;
    }
    Optional<Schema> found = older.schema(id).or(() -> schemas.schema(id));
    if (found.isPresent()) {
      return found.get();
    }
    String remedy =
        schemas.hasIds()
            ? "register it, or correct schema.framing or schema.registry-api"
            : "upgrade this consumer, or set schema.registry-url or schema.directory";
    throw UndecodableException.unknownSchema(
        "%s is unknown to this reader of %s; %s".formatted(id, schema.getName(), remedy), bytes);
  }

  private T read(RecordReader<T> reader, byte[] bytes, int offset) throws UndecodableException {
    try {
      decoder.configure(bytes, offset);
      @SuppressWarnings("NullAway") // null asks Avro for a new record
      T record = reader.read(null, decoder);
      if (!decoder.isEnd()) {
        throw new UndecodableException("bytes follow the " + schema.getName(), bytes);
      }
      return record;
    } catch (IOException | RuntimeException e) {
      // Avro throws a dozen kinds of both; whichever it is, the bytes are to blame.
      String hint = offset == 0 ? "; if it is framed, see schema.framing" : "";
      throw new UndecodableException("not a " + schema.getName() + ": " + e + hint, bytes, e);
    }
  }
}
