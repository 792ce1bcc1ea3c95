package io.freshet.jobs.round;

import io.freshet.jobs.kafka.RawRecord;

/**
 * The element by which a source says that its backlog has been read by all of its subtasks. No
 * Kafka topic has an empty name, so no record can be taken for it.
 */
final class LiveMarker {
  private LiveMarker() {}

  static RawRecord create() {
    return new RawRecord("", -1, -1, 0, null, null, 0, RawRecord.NO_VERSION);
  }

  static boolean is(RawRecord raw) {
    return raw.topic().isEmpty();
  }
}
