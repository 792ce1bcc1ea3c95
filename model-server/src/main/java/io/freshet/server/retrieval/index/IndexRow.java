package io.freshet.server.retrieval.index;

/** Who holds a row of an {@link ExactIndex}; replaced, never changed. */
record IndexRow(String id, String type, long version, int slot) {}
