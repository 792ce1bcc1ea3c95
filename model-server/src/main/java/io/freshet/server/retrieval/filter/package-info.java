/**
 * Filters on what the catalogue says of items. Comes in: a {@link
 * io.freshet.server.retrieval.filter.Filter}, a tree of records. Goes out: what an index needs of
 * it: a {@link io.freshet.server.retrieval.filter.CatalogFilter} for the scan, and the few items it
 * can accept where they are {@link io.freshet.server.retrieval.filter.Selection listed}. Remembers
 * nothing. Knows neither Kafka nor HTTP nor JSON.
 */
@NullMarked
package io.freshet.server.retrieval.filter;

import org.jspecify.annotations.NullMarked;
