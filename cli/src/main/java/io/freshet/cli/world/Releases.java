package io.freshet.cli.world;

import io.freshet.schemas.CatalogItem;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** New items during live events, one after every so many events, up to a limit. */
final class Releases {
  private final int every;
  private final int limit;
  private final int firstNumber;
  private final ItemMaker maker;
  private final Consumer<CatalogItem> listener;
  private int released;

  Releases(WorldSettings settings, ItemMaker maker, Consumer<CatalogItem> listener) {
    every = settings.releaseEvery();
    limit = settings.maxReleases();
    firstNumber = settings.items();
    this.maker = maker;
    this.listener = listener;
  }

  /** What comes out with the event of that index, if anything. */
  Optional<WorldItem> at(long event, Instant time) {
    if (released >= limit || event == 0 || event % every != 0) {
      return Optional.empty();
    }
    WorldItem item = maker.item(firstNumber + released, time);
    released++;
    listener.accept(item.item());
    return Optional.of(item);
  }
}
