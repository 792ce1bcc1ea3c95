package io.freshet.server.retrieval.index;

/** What answers show of an item. An item without an entry is never shown. */
public record CatalogEntry(String title, String type) {}
