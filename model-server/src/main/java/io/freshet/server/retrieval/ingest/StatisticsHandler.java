package io.freshet.server.retrieval.ingest;

import io.freshet.registry.InputSchemas;
import io.freshet.schemas.ItemStatistics;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.schemas.wire.UndecodableException;
import io.freshet.server.retrieval.index.Popularity;
import io.freshet.server.retrieval.index.VersionedStore;
import io.freshet.server.retrieval.index.WriteOutcome;
import java.util.function.Consumer;

/** {@code item-statistics} into the popularity of items, and whoever follows it is told. */
final class StatisticsHandler implements RecordHandler {
  private final AvroCodec<ItemStatistics> codec;
  private final VersionedStore<Popularity> popularity;
  private final Consumer<String> changed;

  /**
   * A handler that writes to the store.
   *
   * @param changed told the id of each item whose popularity has just changed
   */
  StatisticsHandler(
      VersionedStore<Popularity> popularity, Consumer<String> changed, InputSchemas schemas) {
    codec = schemas.codec(ItemStatistics.class);
    this.popularity = popularity;
    this.changed = changed;
  }

  @Override
  public Applied put(String id, Content content) throws UndecodableException {
    ItemStatistics statistics = content.decoded(codec);
    Popularity held =
        new Popularity(
            statistics.getItemType(),
            statistics.getCount3d(),
            statistics.getCount14d(),
            statistics.getCount60d(),
            statistics.getCount(),
            statistics.getFirstSeen(),
            statistics.getAsOf());
    return told(id, popularity.put(id, held, statistics.getVersion()));
  }

  @Override
  public Applied delete(String id, long version) {
    return told(id, popularity.delete(id, version));
  }

  private Applied told(String id, WriteOutcome outcome) {
    if (outcome == WriteOutcome.UPDATED) {
      changed.accept(id);
    }
    return Applied.of(outcome);
  }
}
