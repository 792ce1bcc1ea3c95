package io.freshet.server.retrieval.http;

import org.jspecify.annotations.Nullable;

/** Says which model release serves, everywhere: by one write that all servers follow. */
public interface ReleaseSwitch {
  /**
   * Makes the release the active one; nothing happens when it is.
   *
   * @throws ReleaseRefusedException when this server could not serve it at once
   */
  Switched activate(String release);

  /**
   * Makes the release that was active before this one active again.
   *
   * @param release the active one, so that two who roll back at once do so once
   * @throws ReleaseRefusedException when it is not active, or nothing was before it, or this server
   *     could not serve that at once
   */
  Switched rollback(String release);

  /**
   * What the active record says now.
   *
   * @param previous null when nothing was active before
   */
  record Switched(String release, @Nullable String previous) {}
}
