package io.freshet.server.retrieval;

import java.util.ArrayDeque;
import java.util.Deque;

/** The running parts of a server, closed from the newest to the oldest. One owner. */
final class Running implements AutoCloseable {
  private final Deque<AutoCloseable> newestFirst = new ArrayDeque<>();

  <T extends AutoCloseable> T add(T part) {
    newestFirst.push(part);
    return part;
  }

  /** Closes all, even when one of them fails; the first failure is thrown then. */
  @Override
  public void close() {
    IllegalStateException failure = null;
    while (!newestFirst.isEmpty()) {
      try {
        newestFirst.pop().close();
      } catch (Exception e) {
        if (failure == null) {
          failure = new IllegalStateException("Cannot stop the server cleanly", e);
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
