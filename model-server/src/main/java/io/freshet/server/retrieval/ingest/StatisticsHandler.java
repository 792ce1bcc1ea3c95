package io.freshet.server.retrieval.ingest;

import io.freshet.registry.InputSchemas;
import io.freshet.schemas.ItemStatistics;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.schemas.wire.UndecodableException;
import io.freshet.server.retrieval.index.Popularity;
import io.freshet.server.retrieval.index.VersionedStore;

/** {@code item-statistics} into the popularity of items. */
final class StatisticsHandler implements RecordHandler {
  private final AvroCodec<ItemStatistics> codec;
  private final VersionedStore<Popularity> popularity;

  StatisticsHandler(VersionedStore<Popularity> popularity, InputSchemas schemas) {
    codec = schemas.codec(ItemStatistics.class);
    this.popularity = popularity;
  }

  @Override
  public Applied put(String id, Content content) throws UndecodableException {
    ItemStatistics statistics = content.decoded(codec);
    Popularity held =
        new Popularity(statistics.getItemType(), statistics.getCount3d(), statistics.getAsOf());
    return Applied.of(popularity.put(id, held, statistics.getVersion()));
  }

  @Override
  public Applied delete(String id, long version) {
    return Applied.of(popularity.delete(id, version));
  }
}
