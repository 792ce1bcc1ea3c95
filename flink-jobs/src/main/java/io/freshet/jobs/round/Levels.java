package io.freshet.jobs.round;

import io.freshet.jobs.load.LoadSettings;
import io.freshet.jobs.record.EmbeddingOutputTags;
import io.freshet.jobs.record.EmbeddingStage;
import io.freshet.jobs.record.LayerEmbedding;
import io.freshet.jobs.record.RoundFragment;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * Levels of thresholds.
 *
 * @param markers changes of the level, one stream for all subtasks of all layers
 * @param fragments the same for the manifests
 */
public record Levels(DataStream<LayerEmbedding> markers, DataStream<RoundFragment> fragments) {
  /**
   * What the load asks for.
   *
   * @param read what the sources read, with their rounds
   */
  public static Levels of(DataStream<RoundFragment> read, LoadSettings settings) {
    SingleOutputStreamOperator<LayerEmbedding> markers =
        read.transform(
                EmbeddingStage.LEVELS.uid(),
                TypeInformation.of(LayerEmbedding.class),
                new LevelOperator(settings))
            .uid(EmbeddingStage.LEVELS.uid())
            .setParallelism(1);
    return new Levels(markers, markers.getSideOutput(EmbeddingOutputTags.FRAGMENTS));
  }
}
