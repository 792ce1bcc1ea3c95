package io.freshet.server.retrieval.ingest;

import io.freshet.registry.InputSchemas;
import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.schemas.wire.UndecodableException;
import io.freshet.server.retrieval.index.Catalog;
import io.freshet.server.retrieval.index.CatalogEntry;
import io.freshet.server.retrieval.index.ItemAttributes;
import java.util.Set;

/**
 * {@code catalog-items} into the catalogue. Its producers are outside Freshet and write no
 * versions: all records count as one version, so the order within the partition decides.
 */
final class CatalogHandler implements RecordHandler {
  private static final long UNVERSIONED = 0;

  private final AvroCodec<CatalogItem> codec;
  private final Catalog catalog;

  CatalogHandler(Catalog catalog, InputSchemas schemas) {
    codec = schemas.codec(CatalogItem.class);
    this.catalog = catalog;
  }

  @Override
  public Applied put(String id, Content content) throws UndecodableException {
    CatalogItem item = content.decoded(codec);
    if (!item.getItemId().equals(id)) {
      throw new IllegalArgumentException(
          "Cannot use catalog item: item_id must equal the key (%s)".formatted(item.getItemId()));
    }
    CatalogEntry entry = new CatalogEntry(item.getTitle(), item.getItemType(), attributes(item));
    return Applied.of(catalog.put(id, entry, UNVERSIONED));
  }

  @Override
  public Applied delete(String id, long version) {
    return Applied.of(catalog.delete(id, UNVERSIONED));
  }

  private static ItemAttributes attributes(CatalogItem item) {
    return new ItemAttributes(
        item.getCreators(),
        item.getGenres(),
        item.getLanguage(),
        Set.copyOf(item.getMarkets()),
        item.getDurationMs(),
        item.getReleasedAt(),
        item.getAttributes());
  }
}
