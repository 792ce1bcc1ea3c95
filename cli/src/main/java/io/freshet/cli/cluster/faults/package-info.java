/**
 * What a cluster is put through, and whether it lost anything: {@code freshet cluster faults}.
 *
 * <p>In: a cluster that runs under load. Out: a row per fault, with how long it took to recover,
 * what the retrieval server answered meanwhile, and how far graph and embeddings are from oracles
 * computed from the topics alone.
 */
@NullMarked
package io.freshet.cli.cluster.faults;

import org.jspecify.annotations.NullMarked;
