package io.freshet.schemas.wire;

import java.io.IOException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.io.Encoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * Avro's writer, but for arrays of floats: it asks for each component of a vector which conversion
 * and which kind of value it is.
 *
 * @param <T> the generated record class
 */
final class RecordWriter<T> extends SpecificDatumWriter<T> {
  RecordWriter(Schema schema, SpecificData model) {
    super(schema, model);
  }

  @Override
  protected void writeArray(Schema schema, Object datum, Encoder out) throws IOException {
    if (schema.getElementType().getType() != Schema.Type.FLOAT || !(datum instanceof List<?>)) {
      super.writeArray(schema, datum, out);
      return;
    }
    List<?> values = (List<?>) datum;
    out.writeArrayStart();
    out.setItemCount(values.size());
    for (Object value : values) {
      out.startItem();
      out.writeFloat((Float) value);
    }
    out.writeArrayEnd();
  }
}
