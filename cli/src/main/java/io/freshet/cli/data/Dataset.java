package io.freshet.cli.data;

import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.ListeningEvent;
import io.freshet.schemas.UserAttributes;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Recorded data: a catalog, and events about it. Reading it twice yields the same twice. */
public interface Dataset {
  /**
   * The items, each id once.
   *
   * @throws java.io.UncheckedIOException if a file cannot be read
   */
  List<CatalogItem> catalog();

  /**
   * The items as they were described before a time: texts made of dated parts hold the earlier
   * parts only. Which items there are does not depend on the time.
   *
   * @throws java.io.UncheckedIOException if a file cannot be read
   */
  List<CatalogItem> catalogBefore(Instant time);

  /** Whether {@link #catalogBefore} depends on the time. */
  default boolean isCatalogDated() {
    return false;
  }

  /**
   * The events ordered by {@code occurred_at}; those of one instant keep the order of the files.
   * The stream must be closed: it may own temporary files.
   *
   * @throws java.io.UncheckedIOException if a file cannot be read
   */
  Stream<ListeningEvent> events();

  /**
   * What is known of users beside their events, each once; of some data, nothing.
   *
   * @throws java.io.UncheckedIOException if a file cannot be read
   */
  default List<UserAttributes> users() {
    return List.of();
  }

  /** Lines that {@link #catalog} and the last {@link #events} could not use. */
  BadLines badLines();
}
