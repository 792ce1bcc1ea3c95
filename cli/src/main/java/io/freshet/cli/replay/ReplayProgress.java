package io.freshet.cli.replay;

import java.time.Duration;
import java.time.Instant;

/**
 * Where a replay stands.
 *
 * @param events sent so far
 * @param elapsed since it began
 * @param eventsPerSecond since the last report; over everything in the final one
 * @param clock event time of the last event
 */
public record ReplayProgress(
    long events, Duration elapsed, double eventsPerSecond, Instant clock) {}
