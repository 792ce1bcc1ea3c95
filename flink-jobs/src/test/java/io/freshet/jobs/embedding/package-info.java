/**
 * What the tests of the embedding job measure it against: a small model in plain Java with seeded
 * weights, a full forward pass of it, and scripts of a changing graph.
 */
@NullMarked
package io.freshet.jobs.embedding;

import org.jspecify.annotations.NullMarked;
