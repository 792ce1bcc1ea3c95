package io.freshet.jobs;

import io.freshet.jobs.kafka.OutputRecord;
import io.freshet.jobs.record.AuditedItem;
import io.freshet.jobs.record.DeadLetter;
import io.freshet.jobs.record.LayerEmbedding;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * What flows out of the embedding job.
 *
 * @param lastLayer embeddings before they are versioned, at most one change per item and round
 * @param audited items that were computed anew, and how far they were off
 * @param embeddings {@code ItemEmbedding} records and tombstones
 * @param manifests one {@code EmbeddingRound} per closed round
 * @param deadLetters inputs and items that could not be used
 */
public record EmbeddingOutputs(
    DataStream<LayerEmbedding> lastLayer,
    DataStream<AuditedItem> audited,
    DataStream<OutputRecord> embeddings,
    DataStream<OutputRecord> manifests,
    DataStream<DeadLetter> deadLetters) {}
