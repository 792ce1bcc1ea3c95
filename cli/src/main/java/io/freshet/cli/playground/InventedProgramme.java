package io.freshet.cli.playground;

import static java.util.Objects.requireNonNull;

import io.freshet.cli.replay.Pace;
import io.freshet.cli.world.AudioWorld;
import io.freshet.cli.world.WorldSettings;
import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.ListeningEvent;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The synthetic audio world: its live events happen now, so many a second, without end. */
public final class InventedProgramme implements Programme {
  private final WorldSettings settings;
  private final AudioWorld world;
  private final long historyEvents;
  private final double rate;
  private final InstantSource clock;

  /**
   * A programme of a world.
   *
   * @param historyEvents events before the live ones
   * @param rate live events a second
   * @param clock when live events happen
   */
  public InventedProgramme(
      WorldSettings settings, long historyEvents, double rate, InstantSource clock) {
    this.settings = requireNonNull(settings, "settings is null");
    this.historyEvents = historyEvents;
    this.rate = rate;
    this.clock = requireNonNull(clock, "clock is null");
    world = new AudioWorld(settings);
  }

  @Override
  public String description() {
    return "synthetic audio world: %,d items, %,d users, %,d events of history, seed %d"
        .formatted(settings.items(), settings.users(), historyEvents, settings.seed());
  }

  @Override
  public List<CatalogItem> catalog() {
    return world.catalog();
  }

  @Override
  public long historyEvents() {
    return historyEvents;
  }

  @Override
  public Stream<ListeningEvent> history() {
    return stream(world.warmUp(historyEvents));
  }

  @Override
  public Stream<ListeningEvent> live(long played, Consumer<CatalogItem> onRelease) {
    return stream(world.live(clock.instant(), rate, onRelease));
  }

  @Override
  public Pace pace() {
    return Pace.rate(rate);
  }

  private static Stream<ListeningEvent> stream(Iterator<ListeningEvent> events) {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(events, Spliterator.ORDERED), false);
  }
}
