package io.freshet.schemas.wire;

import java.io.IOException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.Encoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * Avro's writer, but for arrays of floats: it asks for each component of a vector which conversion
 * and which kind of value it is. In Avro's binary form a float is its four bytes, so a vector of
 * ours is written at once.
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
    if (values instanceof FloatList vector && out instanceof BinaryEncoder) {
      byte[] bytes = vector.littleEndian();
      out.writeFixed(bytes, 0, bytes.length);
    } else {
      for (Object value : values) {
        out.startItem();
        out.writeFloat((Float) value);
      }
    }
    out.writeArrayEnd();
  }
}
