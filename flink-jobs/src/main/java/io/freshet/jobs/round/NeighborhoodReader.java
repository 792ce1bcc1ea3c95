package io.freshet.jobs.round;

import io.freshet.jobs.record.NeighborShare;
import io.freshet.jobs.record.NeighborhoodUpdate;
import io.freshet.jobs.record.OldestEvent;
import io.freshet.jobs.record.Reason;
import io.freshet.registry.InputSchemas;
import io.freshet.schemas.ItemNeighborhood;
import io.freshet.schemas.Neighbor;
import io.freshet.schemas.Relation;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.schemas.wire.UndecodableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code ItemNeighborhood} records. The backlog's say nothing of freshness. */
final class NeighborhoodReader implements UpdateReader<NeighborhoodUpdate> {
  private static final long serialVersionUID = 1;

  // -- configuration
  private final InputSchemas schemas;

  // -- runtime
  private transient @Nullable AvroCodec<ItemNeighborhood> codec;

  NeighborhoodReader(InputSchemas schemas) {
    this.schemas = schemas;
  }

  @Override
  public NeighborhoodUpdate read(RoundRecord record, byte[] value)
      throws UndecodableException, RefusedRecordException {
    ItemNeighborhood neighborhood = codec().decode(value, record.raw().schemaHeader());
    List<NeighborShare> shares = new ArrayList<>();
    for (Relation relation : neighborhood.getRelations()) {
      for (Neighbor neighbor : relation.getNeighbors()) {
        shares.add(share(relation.getNeighborType(), neighbor));
      }
    }
    return new NeighborhoodUpdate(
        record.raw().keyText(),
        shares,
        false,
        neighborhood.getVersion(),
        record.round(),
        oldestEventAt(record, neighborhood.getOldestPendingEventAt()));
  }

  @Override
  public NeighborhoodUpdate removal(RoundRecord record, long version) {
    return NeighborhoodUpdate.removal(
        record.raw().keyText(),
        version,
        record.round(),
        record.round() == 0 ? OldestEvent.NONE : record.raw().timestampMillis());
  }

  private static NeighborShare share(String type, Neighbor neighbor) throws RefusedRecordException {
    try {
      return new NeighborShare(neighbor.getItemId(), type, neighbor.getShare());
    } catch (IllegalArgumentException e) {
      throw new RefusedRecordException(Reason.BAD_VECTOR, String.valueOf(e.getMessage()));
    }
  }

  private static long oldestEventAt(RoundRecord record, @Nullable Instant pending) {
    return record.round() == 0 || pending == null ? OldestEvent.NONE : pending.toEpochMilli();
  }

  private AvroCodec<ItemNeighborhood> codec() {
    if (codec == null) {
      codec = schemas.codec(ItemNeighborhood.class);
    }
    return codec;
  }
}
