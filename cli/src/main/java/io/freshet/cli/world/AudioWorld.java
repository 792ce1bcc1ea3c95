package io.freshet.cli.world;

import static java.util.Objects.requireNonNull;

import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.ListeningEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Invented listeners and audio, the same for the same settings.
 *
 * <p>Users like communities of items, and mostly listen inside one for a session. Items of a
 * community are played together whatever their kind, while their texts only show a theme that
 * several communities share: so co-listening tells more than text, and a graph model has something
 * to learn. Tastes drift, some items are skipped, some are liked or followed, new items come out
 * and trends run through all communities. Immutable and safe for use by several threads; the
 * iterators are not.
 */
public final class AudioWorld {
  /** Part of the catalog that came out during the recorded history. */
  private static final double RECENT = 0.15;

  private static final Duration OLD = Duration.ofDays(3_000);

  private final WorldSettings settings;
  private final ItemMaker maker;
  private final List<WorldItem> items = new ArrayList<>();

  /** A world of those sizes. */
  public AudioWorld(WorldSettings settings) {
    this.settings = requireNonNull(settings, "settings is null");
    maker = new ItemMaker(settings);
    for (int number = 0; number < settings.items(); number++) {
      items.add(maker.item(number, releaseTime(number)));
    }
  }

  /** The items that are out before the live events begin. */
  public List<CatalogItem> catalog() {
    return items.stream().map(WorldItem::item).toList();
  }

  /**
   * The recorded history, spread evenly over the settings' span, in order of time.
   *
   * @param events how many
   */
  public Iterator<ListeningEvent> warmUp(long events) {
    if (events < 1) {
      throw new IllegalArgumentException(
          "Cannot make a history: it needs at least 1 event (%d)".formatted(events));
    }
    double nanos = (double) settings.warmUpSpan().toMillis() * 1e6 / events;
    Listening listening =
        new Listening(
            settings,
            shelves(),
            settings.warmUpEnd().minus(settings.warmUpSpan()),
            nanos,
            Optional.empty());
    return new Limited(listening, events);
  }

  /**
   * Endless events from that moment on, evenly spaced. New items come out now and then.
   *
   * @param start time of the first event
   * @param eventsPerSecond above 0
   * @param onRelease told of a new item before the first event about it
   */
  public Iterator<ListeningEvent> live(
      Instant start, double eventsPerSecond, Consumer<CatalogItem> onRelease) {
    if (!(eventsPerSecond > 0)) {
      throw new IllegalArgumentException(
          "Cannot make live events: rate must be above 0 (%s)".formatted(eventsPerSecond));
    }
    Releases releases = new Releases(settings, maker, onRelease);
    return new Listening(settings, shelves(), start, 1e9 / eventsPerSecond, Optional.of(releases));
  }

  /** Community of an item: what the texts do not say. For tests and evaluations. */
  int community(int number) {
    return items.get(number).community();
  }

  private Shelves shelves() {
    return new Shelves(settings.communities(), items);
  }

  private Instant releaseTime(int number) {
    Dice dice = Dice.of(settings.seed(), 6, number);
    Duration age = dice.chance(RECENT) ? settings.warmUpSpan() : OLD;
    return settings.warmUpEnd().minusMillis(dice.between(0, age.toMillis()));
  }

  /** The first so many of an iterator. */
  private static final class Limited implements Iterator<ListeningEvent> {
    private final Iterator<ListeningEvent> events;
    private long left;

    Limited(Iterator<ListeningEvent> events, long limit) {
      this.events = events;
      left = limit;
    }

    @Override
    public boolean hasNext() {
      return left > 0;
    }

    @Override
    public ListeningEvent next() {
      if (left <= 0) {
        throw new NoSuchElementException();
      }
      left--;
      return events.next();
    }
  }
}
