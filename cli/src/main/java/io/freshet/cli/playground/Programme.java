package io.freshet.cli.playground;

import io.freshet.cli.replay.Pace;
import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.ListeningEvent;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What a playground plays: a catalog, a history from which a model learns, and live events. Asking
 * twice for the catalog or the history yields the same twice, so that a kept playground can go on
 * in the middle.
 */
public interface Programme {
  /** One line that says what it is; a kept playground goes on only with the same one. */
  String description();

  /** The items, each id once. */
  List<CatalogItem> catalog();

  /** How many events the history has. */
  long historyEvents();

  /** The history in order of time; the stream must be closed. */
  Stream<ListeningEvent> history();

  /**
   * The events after the history; the stream must be closed.
   *
   * @param played how many of them were played before, by an earlier run of a kept playground
   * @param onRelease told of a new item before the first event about it
   */
  Stream<ListeningEvent> live(long played, Consumer<CatalogItem> onRelease);

  /** How fast the live events go. */
  Pace pace();
}
