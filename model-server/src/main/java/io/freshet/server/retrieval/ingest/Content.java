package io.freshet.server.retrieval.ingest;

import static java.util.Objects.requireNonNull;

import io.freshet.schemas.wire.AvroCodec;
import io.freshet.schemas.wire.SchemaHeader;
import io.freshet.schemas.wire.UndecodableException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What a record says of its key, still encoded.
 *
 * @param value the record's value
 * @param header the header that names the value's schema; null where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // bytes as they are; never changed, never compared
record Content(byte[] value, @Nullable SchemaHeader header) {
  Content {
    requireNonNull(value, "value is null");
  }

  static Content of(byte[] value, Headers headers) {
    SchemaHeader named = null;
    for (Header header : headers) {
      if (header.value() != null && SchemaHeader.isOne(header.key())) {
        named = new SchemaHeader(header.key(), header.value());
      }
    }
    return new Content(value, named);
  }

  /** The record that the value is. */
  <T extends SpecificRecord> T decoded(AvroCodec<T> codec) throws UndecodableException {
    return codec.decode(value, header);
  }
}
