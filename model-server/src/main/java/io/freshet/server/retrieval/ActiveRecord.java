package io.freshet.server.retrieval;

import io.freshet.schemas.ActiveRelease;
import io.freshet.server.retrieval.http.ReleaseRefusedException;
import io.freshet.server.retrieval.http.ReleaseRefusedException.Reason;
import io.freshet.server.retrieval.http.ReleaseSwitch;
import io.freshet.server.retrieval.ingest.Ingest;
import io.freshet.server.retrieval.ingest.ReleaseState;
import io.freshet.server.retrieval.ingest.UnusableReleaseException;
import io.freshet.server.training.ReleaseAnnouncement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Switches releases by the active record of {@code model-releases}, which this and every other
 * server then follows. Written only once this server holds the complete index of the release: an
 * answer of a half-filled one is worse than an older one. Asking is what starts filling it.
 */
final class ActiveRecord implements ReleaseSwitch {
  private final Ingest ingest;
  private final ReleaseAnnouncement announcement;
  private final Optional<String> fixedRelease;

  ActiveRecord(Ingest ingest, ReleaseAnnouncement announcement, Optional<String> fixedRelease) {
    this.ingest = ingest;
    this.announcement = announcement;
    this.fixedRelease = fixedRelease;
  }

  @Override
  public synchronized Switched activate(String release) {
    requireFollowing();
    requireComplete(release);
    announcement.activate(release);
    return now();
  }

  @Override
  public synchronized Switched rollback(String release) {
    requireFollowing();
    Switched active = now();
    if (!active.release().equals(release)) {
      throw new ReleaseRefusedException(
          Reason.NOT_ACTIVE,
          "Cannot roll back %s: %s is active".formatted(release, active.release()));
    }
    String previous = active.previous();
    if (previous == null) {
      throw new ReleaseRefusedException(
          Reason.NOT_FOUND, "Cannot roll back %s: none was active before it".formatted(release));
    }
    return activate(previous);
  }

  private void requireFollowing() {
    if (fixedRelease.isPresent()) {
      throw new ReleaseRefusedException(
          Reason.FIXED,
          "Cannot switch releases: this server was told to serve %s".formatted(fixedRelease.get()));
    }
  }

  private void requireComplete(String release) {
    ReleaseState state = prepared(release);
    switch (state.stage()) {
      case COMPLETE -> {}
      case UNKNOWN ->
          throw new ReleaseRefusedException(
              Reason.NOT_FOUND, "Cannot activate %s: it has not been announced".formatted(release));
      case BUILDING ->
          throw new ReleaseRefusedException(
              Reason.NOT_COMPLETE,
              "Cannot activate %s: its index is being filled, try again (%d of %d items)"
                  .formatted(release, state.items(), state.itemsNeeded()));
    }
  }

  private ReleaseState prepared(String release) {
    try {
      return ingest.prepare(release);
    } catch (UnusableReleaseException e) {
      throw new ReleaseRefusedException(
          Reason.NOT_COMPLETE, "Cannot activate %s: %s".formatted(release, e.reason()));
    }
  }

  private Switched now() {
    Optional<ActiveRelease> active = announcement.active();
    @Nullable String previous = active.map(ActiveRelease::getPrevious).orElse(null);
    return active
        .map(it -> new Switched(it.getRelease(), previous))
        .orElseThrow(
            () ->
                new ReleaseRefusedException(
                    Reason.NOT_ACTIVE, "Cannot roll back: no release is active"));
  }
}
