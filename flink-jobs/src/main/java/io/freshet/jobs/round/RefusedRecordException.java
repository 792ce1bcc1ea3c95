package io.freshet.jobs.round;

import io.freshet.jobs.record.Reason;

/** A record that is what it should be, and says what cannot be used. */
final class RefusedRecordException extends Exception {
  private static final long serialVersionUID = 1;

  private final Reason reason;

  RefusedRecordException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }
}
