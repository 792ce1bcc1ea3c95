package io.freshet.server.retrieval.http;

import io.freshet.server.retrieval.http.ReleaseRefusedException.Reason;
import org.jspecify.annotations.Nullable;

/** One release that is complete, "r2"; all others are refused. */
final class FakeReleases implements ReleaseSwitch {
  private String active = "r1";
  private @Nullable String previous;

  @Override
  public Switched activate(String release) {
    if (!release.equals("r2")) {
      throw new ReleaseRefusedException(Reason.NOT_COMPLETE, "Cannot activate " + release);
    }
    previous = active;
    active = release;
    return new Switched(active, previous);
  }

  @Override
  public Switched rollback(String release) {
    if (!release.equals(active)) {
      throw new ReleaseRefusedException(Reason.NOT_ACTIVE, "Cannot roll back " + release);
    }
    throw new ReleaseRefusedException(Reason.NOT_FOUND, "Cannot roll back " + release);
  }
}
