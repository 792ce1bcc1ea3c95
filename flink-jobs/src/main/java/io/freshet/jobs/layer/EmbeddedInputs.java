package io.freshet.jobs.layer;

import java.util.Map;

/**
 * Inputs that an item was last embedded from.
 *
 * @param self its embedding of the layer below
 * @param aggregates relation type to aggregate
 */
@SuppressWarnings("ArrayRecordComponent") // never changed after construction, never compared
public record EmbeddedInputs(float[] self, Map<String, float[]> aggregates) {}
