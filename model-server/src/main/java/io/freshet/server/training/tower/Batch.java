package io.freshet.server.training.tower;

import io.freshet.server.training.SparseRows;

/**
 * One step's work on one block. Items are numbers in the block's {@link ActiveItems}.
 *
 * @param block which block
 * @param rows number of targets
 * @param pooled shares of history items [rows * slots, active items]
 * @param attributes ones where the users have attributes that are learnt [rows, attributes]
 * @param columns items that are scored
 * @param isWhole whether these are all active items in their order
 * @param corrections added to the logits of each column: the negative logarithm of the item's
 *     expected count where only some are scored, else 0
 * @param own column of each row's target
 * @param masked places row * columns + column of what the user had before, and of copies of the
 *     target
 */
@SuppressWarnings("ArrayRecordComponent") // primitive columns; never compared
record Batch(
    int block,
    int rows,
    SparseRows pooled,
    SparseRows attributes,
    int[] columns,
    boolean isWhole,
    float[] corrections,
    long[] own,
    long[] masked) {}
