package io.freshet.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.embedding.Story;
import io.freshet.jobs.record.EmbeddingStage;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

final class EmbeddingStageTest {
  @Test
  void uidsAreThoseOfEveryReleaseBefore() {
    assertThat(EmbeddingStage.values())
        .extracting(EmbeddingStage::uid)
        .containsExactlyInAnyOrder(
            "feature-source",
            "feature-rounds",
            "feature-updates",
            "neighborhood-source",
            "neighborhood-rounds",
            "neighborhood-updates",
            "levels",
            "diff",
            "encode",
            "scatter",
            "gather",
            "publish",
            "manifest",
            "failed",
            "audit-panel",
            "audit-filter",
            "audit-draw",
            "audit-neighborhood",
            "audit-text",
            "audit-compare",
            "audit-calibration",
            "embedding-sink",
            "manifest-sink",
            "dead-letter-sink");
    assertThat(EmbeddingStage.GATHER.uid(2)).isEqualTo("gather-2");
  }

  @Test
  void everyStageOfThePipelineHasItsUid() {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    new EmbeddingRun("uids", new Story(1, 1, 1, 2, 0)).build(environment);

    List<String> uids =
        environment.getStreamGraph().getStreamNodes().stream()
            .map(StreamNode::getTransformationUID)
            .toList();
    assertThat(uids)
        .contains(
            "diff",
            "encode",
            "scatter-1",
            "gather-1",
            "scatter-2",
            "gather-2",
            "publish",
            "manifest",
            "failed",
            "audit-panel-0",
            "audit-panel-2",
            "audit-filter-0",
            "audit-filter-1",
            "audit-filter-2",
            "audit-draw",
            "audit-neighborhood-1",
            "audit-neighborhood-2",
            "audit-text",
            "audit-compare",
            "audit-calibration");
  }
}
