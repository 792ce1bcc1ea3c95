package io.freshet.server.retrieval.query;

/**
 * One item of an answer.
 *
 * @param id id of the item
 * @param title title as the catalogue shows it
 * @param type type of the item
 * @param score near a vector: cosine, -1 to 1; for a user by towers: their score, without bounds;
 *     in a popular one: recent interactions, decayed to now
 */
public record ScoredItem(String id, String title, String type, double score) {}
