package io.freshet.cli.cluster;

/** How many checkpoints of a job were completed and how many failed, since it was submitted. */
public record CheckpointCounts(long completed, long failed) {}
