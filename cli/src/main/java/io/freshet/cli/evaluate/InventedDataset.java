package io.freshet.cli.evaluate;

import io.freshet.cli.data.BadLines;
import io.freshet.cli.data.Dataset;
import io.freshet.cli.world.AudioWorld;
import io.freshet.cli.world.WorldSettings;
import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.ListeningEvent;
import java.time.Instant;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The invented audio world as data: several item types, texts that show a third of what the same
 * people like, tastes that drift. Immutable.
 */
public final class InventedDataset implements Dataset {
  private static final Instant END = Instant.parse("2026-01-01T00:00:00Z");

  private final AudioWorld world;
  private final long events;

  /**
   * A world.
   *
   * @param seed everything in it follows from it
   * @param events how many
   */
  public InventedDataset(long seed, long events) {
    world = new AudioWorld(WorldSettings.defaults(seed, END));
    this.events = events;
  }

  @Override
  public List<CatalogItem> catalog() {
    return world.catalog();
  }

  @Override
  public List<CatalogItem> catalogBefore(Instant time) {
    return world.catalog();
  }

  @Override
  public Stream<ListeningEvent> events() {
    return StreamSupport.stream(
        Spliterators.spliterator(world.warmUp(events), events, Spliterator.ORDERED), false);
  }

  @Override
  public BadLines badLines() {
    return new BadLines();
  }
}
