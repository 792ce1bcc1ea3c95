package io.freshet.server.evaluation.replay;

import io.freshet.server.evaluation.EvaluationData;
import io.freshet.server.snapshot.EventLog;
import io.freshet.server.snapshot.Snapshot;
import io.freshet.server.snapshot.SnapshotSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Snapshots at the split and at every so many events after it, in one replay; all are held, so that
 * arms and contenders share them. Immutable.
 */
final class Ticks {
  private final int firstEvent;
  private final int every;
  private final List<Snapshot> snapshots;

  private Ticks(int firstEvent, int every, List<Snapshot> snapshots) {
    this.firstEvent = firstEvent;
    this.every = every;
    this.snapshots = snapshots;
  }

  static Ticks of(EvaluationData data, int every) {
    EventLog events = data.events();
    SnapshotSource source = data.snapshots().get();
    List<Snapshot> snapshots = new ArrayList<>();
    snapshots.add(source.at(data.splitAt()));
    int first = events.countBefore(data.splitAt());
    for (int event = first + every; event < events.size(); event += every) {
      snapshots.add(source.at(events.time(event)));
    }
    return new Ticks(first, every, snapshots);
  }

  int size() {
    return snapshots.size();
  }

  /** The tick that an event from the split on falls into: the newest not after it. */
  int tick(int event) {
    return (event - firstEvent) / every;
  }

  Snapshot snapshot(int tick) {
    return snapshots.get(tick);
  }
}
