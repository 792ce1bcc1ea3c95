package io.freshet.server.retrieval.ingest;

import io.freshet.registry.InputSchemas;
import io.freshet.schemas.ActiveRelease;
import io.freshet.schemas.ModelRelease;
import io.freshet.schemas.Topics;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.schemas.wire.UndecodableException;
import io.freshet.server.model.TowerSpec;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code model-releases}: which release is active, and what answers need of each. Remembers the
 * {@link #MAX_RELEASES} releases that came first after the start, and none beyond.
 */
final class ReleaseHandler implements RecordHandler {
  private static final int MAX_RELEASES = 10_000;
  private static final int MAX_DIMENSIONS = 1 << 16;

  private final AvroCodec<ModelRelease> releases;
  private final AvroCodec<ActiveRelease> actives;
  private final Map<String, AnnouncedRelease> announced = new ConcurrentHashMap<>();
  private volatile @Nullable String active;
  private volatile @Nullable String previous;

  ReleaseHandler(InputSchemas schemas) {
    releases = schemas.codec(ModelRelease.class);
    actives = schemas.codec(ActiveRelease.class);
  }

  @Override
  public Applied put(String id, Content content) throws UndecodableException {
    if (id.equals(Topics.ACTIVE_RELEASE_KEY)) {
      ActiveRelease record = content.decoded(actives);
      checkName(record.getRelease());
      active = record.getRelease();
      previous = record.getPrevious();
      return Applied.UPDATED;
    }
    checkName(id);
    ModelRelease release = content.decoded(releases);
    long length = release.getDimensions() * (release.getLayers() + 1L);
    if (release.getDimensions() < 1 || release.getLayers() < 0 || length > MAX_DIMENSIONS) {
      throw new IllegalArgumentException(
          "Cannot use release %s: dimensions and layers must be positive and give no more than %d (%d, %d)"
              .formatted(id, MAX_DIMENSIONS, release.getDimensions(), release.getLayers()));
    }
    if (announced.size() < MAX_RELEASES || announced.containsKey(id)) {
      announced.put(
          id,
          new AnnouncedRelease(
              Math.toIntExact(length),
              release.getMetrics().containsKey(TowerSpec.ANNOUNCED),
              release.getUri(),
              release.getSha256()));
      return Applied.UPDATED;
    }
    return Applied.IGNORED;
  }

  @Override
  public Applied delete(String id, long version) {
    // A withdrawn pointer keeps the release that serves: no answer is worse than an old one.
    return announced.remove(id) == null ? Applied.IGNORED : Applied.UPDATED;
  }

  /** The release that the active record names. */
  Optional<String> active() {
    return Optional.ofNullable(active);
  }

  /** What has been announced of a release. */
  Optional<AnnouncedRelease> announced(String release) {
    return Optional.ofNullable(announced.get(release));
  }

  /** The release that was active before, when the active record names one. */
  Optional<String> previous() {
    return Optional.ofNullable(previous);
  }

  /** Every release that was announced. */
  Set<String> announced() {
    return Set.copyOf(announced.keySet());
  }

  private static void checkName(String release) {
    new Topics("", 1).itemEmbeddings(release);
  }
}
