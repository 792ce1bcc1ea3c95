package io.freshet.cli.world;

import java.util.Optional;

/** A user listening for a while inside one community. Mutable; owned by {@link Listening}. */
final class Session {
  private final int user;
  private final int community;
  private final ItemKind kind;
  private int left;
  private Optional<WorldItem> last = Optional.empty();

  Session(int user, int community, ItemKind kind, int plays) {
    this.user = user;
    this.community = community;
    this.kind = kind;
    left = plays;
  }

  int user() {
    return user;
  }

  int community() {
    return community;
  }

  ItemKind kind() {
    return kind;
  }

  /** The item played last. */
  Optional<WorldItem> last() {
    return last;
  }

  void played(WorldItem item) {
    last = Optional.of(item);
    left--;
  }

  boolean isOver() {
    return left <= 0;
  }
}
