package io.freshet.server.retrieval.status;

import java.util.List;

/**
 * The catalogue in two dimensions, as clients see it: a sample of items whose embeddings lie as
 * they do along the two directions in which all vary most.
 *
 * @param number grows with every new map; moves are of a number
 * @param of items in the index, of which these are a sample
 * @param explained share of the variance that the two directions have
 * @param types names of types; {@code type} counts in it
 * @param ids ids of the items; the lists after it are as long
 */
public record CatalogView(
    long number,
    String release,
    int of,
    double explained,
    List<String> types,
    List<String> ids,
    List<Integer> type,
    List<Float> x,
    List<Float> y) {}
