/**
 * Settings of the native engines, made before any of them loads. Nothing comes in, nothing is
 * remembered but system properties.
 */
@NullMarked
package io.freshet.server.inference.engine;

import org.jspecify.annotations.NullMarked;
