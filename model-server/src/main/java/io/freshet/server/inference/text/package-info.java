/**
 * Sentence encoder: texts to unit vectors.
 *
 * <p>In: UTF-8 texts. Out: one vector per text, of {@link
 * io.freshet.server.inference.text.TextEncoder#dimensions} floats. Nothing is remembered between
 * calls. The default encoder, all-MiniLM-L6-v2 quantised, comes from a jar on the class path and
 * needs neither a file nor a network.
 */
@NullMarked
package io.freshet.server.inference.text;

import org.jspecify.annotations.NullMarked;
