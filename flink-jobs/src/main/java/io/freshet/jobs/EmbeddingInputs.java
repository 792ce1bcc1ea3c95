package io.freshet.jobs;

import io.freshet.jobs.record.DeadLetter;
import io.freshet.jobs.record.FeatureUpdate;
import io.freshet.jobs.record.NeighborhoodUpdate;
import io.freshet.jobs.record.RoundFragment;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * What flows into the embedding job. Every element carries its round; a watermark R says that all
 * elements of rounds up to R have been sent.
 *
 * @param features newest features of items
 * @param neighborhoods newest neighborhoods of items
 * @param fragments what was counted while reading
 * @param deadLetters records that could not be used
 */
public record EmbeddingInputs(
    DataStream<FeatureUpdate> features,
    DataStream<NeighborhoodUpdate> neighborhoods,
    DataStream<RoundFragment> fragments,
    DataStream<DeadLetter> deadLetters) {}
