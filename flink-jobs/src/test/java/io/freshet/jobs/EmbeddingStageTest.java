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
    // The run has sources, decoding and sinks of its own.
    assertThat(JobOperators.embedding(2).uids())
        .filteredOn(uid -> !uid.matches("(feature|neighborhood)-.*|.*-sink"))
        .isSubsetOf(uids)
        .hasSize(21);
  }

  @Test
  void jobsAreToldByTheirUids() {
    assertThat(JobOperators.of(JobOperators.embedding(3).uids()))
        .contains(JobOperators.embedding(3));
    assertThat(JobOperators.of(JobOperators.interactionGraph().uids()))
        .contains(JobOperators.interactionGraph());
    assertThat(JobOperators.of(JobOperators.catalogFeature("my-encoder").uids()))
        .contains(JobOperators.catalogFeature("my-encoder"));
    assertThat(JobOperators.of(List.of("something-else"))).isEmpty();
  }
}
