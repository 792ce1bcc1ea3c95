package io.freshet.server.retrieval.query;

import org.jspecify.annotations.Nullable;

/**
 * An item of a history.
 *
 * @param title null when the catalogue does not show the item
 * @param type null when the catalogue does not show the item
 */
public record ListedItem(String id, @Nullable String title, @Nullable String type) {}
