package io.freshet.server.training.tower;

import io.freshet.server.snapshot.Snapshot;

/**
 * Targets of one stretch of time and what was known before it.
 *
 * @param snapshot as of the stretch's beginning
 * @param active the items that were seen before or in the stretch
 * @param candidates those of them that targets are told from, by number, ascending
 * @param targets events of the stretch, by place in the log, that are targets
 */
@SuppressWarnings("ArrayRecordComponent") // primitive columns; never compared
record Block(Snapshot snapshot, ActiveItems active, int[] candidates, int[] targets) {}
