/**
 * The topics' records on disk, and snapshots of them. Comes in: records as the broker gave them,
 * once applied, with how far their topic has been applied. Goes out: the same, after a restart.
 * Nothing here knows what a record means, so no format of ours is written down but that of {@link
 * io.freshet.server.retrieval.store.StoredRecord}. Beside the records lies what an index of them
 * has learnt, which a start is quicker with and can do without.
 *
 * <p>On disk, in the directory that is given: {@code live}, a RocksDB that is written behind memory
 * and thrown away at every start; {@code snapshot-N}, complete and checked by digests, the newest
 * {@value io.freshet.server.retrieval.store.SnapshotDirectory#KEPT} of them; {@code temp-N}, a
 * snapshot that is being written; {@code refused-N}, one that failed its check, until the next is
 * written. Bounds: one record per key and topic, deletions as long as they are remembered.
 */
@NullMarked
package io.freshet.server.retrieval.store;

import org.jspecify.annotations.NullMarked;
