package io.freshet.jobs.record;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.OutputTag;

/** Side outputs that every stage of the embedding job has in common. */
public final class EmbeddingOutputTags {
  /** Parts of the round manifests. */
  public static final OutputTag<RoundFragment> FRAGMENTS =
      new OutputTag<>("round-fragments", TypeInformation.of(RoundFragment.class));

  /** Items that the inference server gave no usable vector for. */
  public static final OutputTag<FailedEmbedding> FAILED =
      new OutputTag<>("failed-embeddings", TypeInformation.of(FailedEmbedding.class));

  private EmbeddingOutputTags() {}
}
