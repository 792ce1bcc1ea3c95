/**
 * A real Kafka broker and a schema registry inside this JVM, the creation of the catalogue's topics
 * on any cluster, and ports to listen on.
 *
 * <p>In: a directory, or the addresses of a cluster, and {@link io.freshet.schemas.Topic}s. Out:
 * bootstrap servers, topics. Remembered: everything Kafka stores, in that directory, together with
 * the ports, so that a later start in the same directory goes on where the last one stopped. The
 * registry remembers nothing beyond its life.
 */
@NullMarked
package io.freshet.kafka;

import org.jspecify.annotations.NullMarked;
