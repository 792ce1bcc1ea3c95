package io.freshet.server.retrieval.query;

import java.util.List;

/**
 * What is known of one user.
 *
 * @param liked items of interactions that count as evidence of taste, newest first, repeats kept
 * @param skipped the other items of the history, by id
 */
public record UserView(
    String user, List<ListedItem> liked, List<ListedItem> skipped, IndexState index) {}
