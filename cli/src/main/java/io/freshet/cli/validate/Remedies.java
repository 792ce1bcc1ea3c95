package io.freshet.cli.validate;

import io.freshet.jobs.record.Reason;

/** What to do about a record that a job would refuse. */
final class Remedies {
  private Remedies() {}

  static String of(Reason reason) {
    return switch (reason) {
      case UNDECODABLE -> "Write the file again with our schema.";
      case UNKNOWN_SCHEMA -> "Register the writer's schema, or write with ours.";
      case MISSING_ID -> "Give every event, user, item and item type an id that is not blank.";
      case UNIT_SUSPECT -> "Use milliseconds for times and lengths.";
      case FUTURE -> "Set the clock that wrote it, and check its time zone: times are UTC.";
      case TOO_OLD -> "Replay it with its own clock (freshet replay), or raise event.horizon.";
      case OVERSIZE ->
          "Shorten it, or raise event.max-bytes, event.max-id-bytes or feature.max-bytes.";
      case DUPLICATE -> "Give every event an id of its own.";
      case CAPPED -> "Raise interaction.max-daily-events if a user may send as many.";
      case BAD_VECTOR -> "Ask the encoder's owner: it answers with vectors that are no use.";
    };
  }
}
