package io.freshet.cli.world;

import io.freshet.schemas.Signal;

/** The three kinds of audio, and how people listen to them. */
enum ItemKind {
  TRACK("track", 0.70, 8, 120_000, 300_000, Signal.LIKE),
  PODCAST("podcast", 0.20, 1.5, 900_000, 5_400_000, Signal.FOLLOW),
  AUDIOBOOK("audiobook", 0.10, 1.2, 10_800_000, 54_000_000, Signal.SAVE);

  private final String type;
  private final double share;
  private final double meanSession;
  private final long leastMillis;
  private final long mostMillis;
  private final Signal approval;

  ItemKind(
      String type,
      double share,
      double meanSession,
      long leastMillis,
      long mostMillis,
      Signal approval) {
    this.type = type;
    this.share = share;
    this.meanSession = meanSession;
    this.leastMillis = leastMillis;
    this.mostMillis = mostMillis;
    this.approval = approval;
  }

  /** Item type in records. */
  String type() {
    return type;
  }

  /** Part of the catalog. */
  double share() {
    return share;
  }

  /** Plays of this kind in a row, on average. */
  double meanSession() {
    return meanSession;
  }

  long leastMillis() {
    return leastMillis;
  }

  long mostMillis() {
    return mostMillis;
  }

  /** What a listener does who wants more of it. */
  Signal approval() {
    return approval;
  }
}
