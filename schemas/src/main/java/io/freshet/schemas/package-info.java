/**
 * What crosses process boundaries: the Avro records of every topic, the catalogue of {@link
 * io.freshet.schemas.Topics}, and the bytes they travel as ({@code wire}). Sees nothing else of
 * Freshet, no Flink, no Kafka client and no DJL.
 *
 * <p>Not null-marked as a whole: the generated records live here, and their optional fields are
 * null.
 */
package io.freshet.schemas;
