package io.freshet.registry;

import io.freshet.schemas.wire.SchemaId;
import io.freshet.schemas.wire.WriterSchemas;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.avro.Schema;

/**
 * Remembers answers. Schemas never change, so they are kept while there is room; that there is no
 * schema may change, so it is forgotten after a while. The two do not share their room: rubbish
 * pushes out nothing but rubbish. The least recently asked for goes first. One thread.
 */
final class CachedSchemas implements WriterSchemas {
  private final WriterSchemas source;
  private final LongSupplier nanoClock;
  private final long unknownNanos;
  private final Map<SchemaId, Schema> known;
  private final Map<SchemaId, Long> unknownSince;

  CachedSchemas(WriterSchemas source, RegistryConfig config, LongSupplier nanoClock) {
    this.source = source;
    this.nanoClock = nanoClock;
    unknownNanos = config.unknownRetention().toNanos();
    known = new Recent<>(config.cacheEntries());
    unknownSince = new Recent<>(config.cacheEntries());
  }

  @Override
  public Optional<Schema> schema(SchemaId id) {
    Schema schema = known.get(id);
    if (schema != null) {
      return Optional.of(schema);
    }
    Long since = unknownSince.get(id);
    if (since != null && nanoClock.getAsLong() - since < unknownNanos) {
      return Optional.empty();
    }
    Optional<Schema> found = source.schema(id);
    if (found.isPresent()) {
      known.put(id, found.get());
      unknownSince.remove(id);
    } else {
      unknownSince.put(id, nanoClock.getAsLong());
    }
    return found;
  }

  private static final class Recent<V> extends LinkedHashMap<SchemaId, V> {
    private static final long serialVersionUID = 1;

    private final int limit;

    Recent(int limit) {
      super(16, 0.75f, true);
      this.limit = limit;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<SchemaId, V> eldest) {
      return size() > limit;
    }
  }
}
