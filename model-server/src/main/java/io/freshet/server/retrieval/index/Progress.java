package io.freshet.server.retrieval.index;

import java.time.Duration;

/**
 * How far a reader of a topic is.
 *
 * @param appliedOffset sum over the partitions of the next offset to read: grows with every record
 *     applied
 * @param lag everything written longer ago than this has been applied
 */
public record Progress(long appliedOffset, Duration lag) {}
