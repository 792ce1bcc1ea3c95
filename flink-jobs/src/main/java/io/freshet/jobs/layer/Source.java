package io.freshet.jobs.layer;

import org.jspecify.annotations.Nullable;

/**
 * What a source of a layer remembers: its embedding of the layer below as last sent, null when it
 * is gone, and its subscribers. Mutable, owned by the state of its key.
 */
final class Source {
  final Subscribers subscribers = new Subscribers();
  float @Nullable [] sent;

  boolean isEmpty() {
    return sent == null && subscribers.size() == 0;
  }
}
