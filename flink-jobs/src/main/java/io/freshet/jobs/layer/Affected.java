package io.freshet.jobs.layer;

import io.freshet.jobs.inference.LayerInput;
import io.freshet.jobs.record.LayerEmbedding.Condition;

/**
 * An item that has to be embedded in a layer, with everything that takes.
 *
 * @param item id of the item
 * @param input what the model is given
 * @param below [h0; ...; h(l-1)]; empty in layer 0
 * @param degree number of neighbors that contribute
 * @param condition condition of the layer below
 * @param oldestEventAt oldest event of the item itself behind this
 */
@SuppressWarnings("ArrayRecordComponent") // never changed after construction, never compared
record Affected(
    String item,
    LayerInput input,
    float[] below,
    int degree,
    Condition condition,
    long oldestEventAt) {}
