package io.freshet.server.retrieval.status;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Figures over time, oldest first, all lists of the same length; null where one was not known.
 *
 * @param at milliseconds since 1970
 */
public record Figures(
    List<Long> at,
    List<@Nullable Double> p50Ms,
    List<@Nullable Double> p99Ms,
    List<@Nullable Double> eventsPerSecond,
    List<@Nullable Double> embeddingsPerSecond) {}
