package io.freshet.schemas.wire;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * Bytes of one record type and back. Writes Avro single-object encoding: {@code C3 01}, the
 * little-endian CRC-64-AVRO fingerprint of the schema, the Avro binary form (Avro specification,
 * "Single-object encoding"). Reads the same and, where the two marker bytes are missing, raw Avro
 * binary of the current schema. Bytes left over after the record are refused, so a record of
 * another type is not mistaken for this one.
 *
 * <p>Keeps an encoder, a decoder and a reader per writer schema: one owner, one thread.
 *
 * @param <T> the generated record class
 */
public final class AvroCodec<T extends SpecificRecord> {
  static final byte MARKER_0 = (byte) 0xC3;
  static final byte MARKER_1 = 0x01;
  private static final int HEADER_BYTES = 10;

  private final Schema schema;
  private final SpecificData model;
  private final long fingerprint;
  private final SpecificDatumWriter<T> writer;
  private final SpecificDatumReader<T> rawReader;
  private final Map<Long, SpecificDatumReader<T>> readers = new HashMap<>();
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(256);
  private final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(buffer, null);
  private final BoundedDecoder decoder = new BoundedDecoder();

  /**
   * A codec for the record class.
   *
   * @param type a class generated from one of our schemas
   * @param olderSchemas writer schemas of earlier releases that may still be on the topics
   */
  public AvroCodec(Class<T> type, Schema... olderSchemas) {
    model = SpecificData.getForClass(requireNonNull(type, "type is null"));
    schema = model.getSchema(type);
    fingerprint = SchemaNormalization.parsingFingerprint64(schema);
    writer = new SpecificDatumWriter<>(schema, model);
    rawReader = new SpecificDatumReader<>(schema, schema, model);
    readers.put(fingerprint, rawReader);
    for (Schema older : olderSchemas) {
      readers.put(
          SchemaNormalization.parsingFingerprint64(older),
          new SpecificDatumReader<>(older, schema, model));
    }
  }

  /** Single-object encoding of the record. */
  public byte[] encode(T record) {
    try {
      buffer.reset();
      buffer.write(MARKER_0);
      buffer.write(MARKER_1);
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
   * The record in the bytes.
   *
   * @throws UndecodableException when the bytes are cut short, too long, of an unknown schema or
   *     not Avro at all
   */
  public T decode(byte[] bytes) throws UndecodableException {
    if (bytes.length < 2 || bytes[0] != MARKER_0 || bytes[1] != MARKER_1) {
      return read(rawReader, bytes, 0);
    }
    if (bytes.length < HEADER_BYTES) {
      throw new UndecodableException("single-object header is cut short", bytes);
    }
    long writerFingerprint = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(2);
    SpecificDatumReader<T> reader = readers.get(writerFingerprint);
    if (reader == null) {
      throw new UndecodableException(
          "schema fingerprint %016x is not one of %s; upgrade this consumer or write the schema it knows"
              .formatted(writerFingerprint, schema.getFullName()),
          bytes);
    }
    return read(reader, bytes, HEADER_BYTES);
  }

  private T read(SpecificDatumReader<T> reader, byte[] bytes, int offset)
      throws UndecodableException {
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
      throw new UndecodableException("not a " + schema.getName() + ": " + e, bytes, e);
    }
  }
}
