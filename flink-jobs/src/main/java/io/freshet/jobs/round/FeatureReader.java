package io.freshet.jobs.round;

import io.freshet.jobs.record.FeatureUpdate;
import io.freshet.jobs.record.OldestEvent;
import io.freshet.jobs.record.Reason;
import io.freshet.registry.InputSchemas;
import io.freshet.schemas.ItemFeature;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.schemas.wire.UndecodableException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code ItemFeature} records. The backlog's say nothing of freshness. */
final class FeatureReader implements UpdateReader<FeatureUpdate> {
  private static final long serialVersionUID = 1;

  // -- configuration
  private final int textDimensions;
  private final InputSchemas schemas;

  // -- runtime
  private transient @Nullable AvroCodec<ItemFeature> codec;

  FeatureReader(int textDimensions, InputSchemas schemas) {
    this.textDimensions = textDimensions;
    this.schemas = schemas;
  }

  @Override
  public FeatureUpdate read(RoundRecord record, byte[] value)
      throws UndecodableException, RefusedRecordException {
    ItemFeature feature = codec().decode(value, record.raw().schemaHeader());
    return new FeatureUpdate(
        record.raw().keyText(),
        feature.getItemType(),
        feature.getTextHash(),
        vector(feature.getVector()),
        false,
        feature.getVersion(),
        record.round(),
        ingestedAt(record));
  }

  @Override
  public FeatureUpdate removal(RoundRecord record, long version) {
    return FeatureUpdate.removal(
        record.raw().keyText(), version, record.round(), ingestedAt(record));
  }

  private static long ingestedAt(RoundRecord record) {
    return record.round() == 0 ? OldestEvent.NONE : record.raw().timestampMillis();
  }

  private float[] vector(List<Float> values) throws RefusedRecordException {
    if (values.size() != textDimensions) {
      throw new RefusedRecordException(
          Reason.BAD_VECTOR,
          "Cannot read feature: the text vector has %d components, this release reads %d"
              .formatted(values.size(), textDimensions));
    }
    float[] vector = new float[textDimensions];
    for (int index = 0; index < textDimensions; index++) {
      vector[index] = values.get(index);
      if (!Float.isFinite(vector[index])) {
        throw new RefusedRecordException(
            Reason.BAD_VECTOR,
            "Cannot read feature: component %d of the text vector is not finite (%s)"
                .formatted(index, vector[index]));
      }
    }
    return vector;
  }

  private AvroCodec<ItemFeature> codec() {
    if (codec == null) {
      codec = schemas.codec(ItemFeature.class);
    }
    return codec;
  }
}
