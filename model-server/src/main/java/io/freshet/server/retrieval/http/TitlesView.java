package io.freshet.server.retrieval.http;

import io.freshet.server.retrieval.query.ListedItem;
import java.util.List;

/** Items found by their titles, best first. */
record TitlesView(List<ListedItem> items) {}
