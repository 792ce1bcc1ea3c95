package io.freshet.jobs.layer;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.inference.InferenceClient;
import io.freshet.jobs.inference.InferenceClientFactory;
import io.freshet.jobs.record.EmbeddingOutputTags;
import io.freshet.jobs.record.FailedEmbedding;
import io.freshet.jobs.record.LayerEmbedding;
import io.freshet.jobs.record.RoundFragment.Count;
import io.freshet.jobs.state.CachedKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Embeds the affected items of a round, one slice with one request: the plumbing of encode and
 * gather. The request is waited for; its client retries what can be retried, and what it throws
 * fails the job, which goes back to its checkpoint.
 */
abstract class EmbeddingOperator extends RoundOperator<LayerEmbedding> {
  private static final long serialVersionUID = 1;

  // -- configuration
  private final int layer;
  private final int dimensions;
  private final InferenceClientFactory inference;

  // -- runtime
  private transient @Nullable InferenceClient client;

  EmbeddingOperator(LayerSettings settings, InferenceClientFactory inference) {
    super(settings.batch(), settings.cacheEntries());
    this.layer = settings.layer();
    this.dimensions = settings.dimensions();
    this.inference = requireNonNull(inference, "inference is null");
  }

  /** The item of the current key. */
  abstract EmbeddingNode node();

  /** Answers for the affected items, in their order; an unusable one is left to the caller. */
  abstract List<float[]> ask(InferenceClient client, List<Affected> affected);

  @Override
  public void open() throws Exception {
    super.open();
    client = inference.open(getMetricGroup());
  }

  @Override
  public void close() throws Exception {
    if (client != null) {
      client.close();
      client = null;
    }
    super.close();
  }

  @Override
  final List<Long> pendingRounds() throws Exception {
    return node().pendingRounds();
  }

  @Override
  final void closeKeys(List<CachedKey> keys, long round) throws Exception {
    List<CachedKey> places = new ArrayList<>(keys.size());
    List<Affected> affected = new ArrayList<>(keys.size());
    for (CachedKey key : keys) {
      at(key);
      @Nullable Affected item = node().close(key.key(), round, this::emit, this::waitsFor);
      if (item != null) {
        places.add(key);
        affected.add(item);
      }
    }
    if (!affected.isEmpty()) {
      settle(places, affected, answers(affected), round);
    }
  }

  private List<float[]> answers(List<Affected> affected) {
    List<float[]> answers = ask(requireNonNull(client, "client is null"), affected);
    if (answers.size() != affected.size()) {
      throw new IllegalStateException(
          "Cannot embed layer %d: %d items got %d answers"
              .formatted(layer, affected.size(), answers.size()));
    }
    return answers;
  }

  private void settle(
      List<CachedKey> places, List<Affected> affected, List<float[]> answers, long round)
      throws Exception {
    int failed = 0;
    for (int index = 0; index < affected.size(); index++) {
      Affected item = affected.get(index);
      float[] answer = answers.get(index);
      at(places.get(index));
      boolean isUsable = LastGood.isUsable(answer, dimensions);
      if (!isUsable) {
        failed++;
        fail(item, answer, round);
      }
      @Nullable LayerEmbedding next =
          isUsable ? node().settle(item, answer, round) : node().spoil(item, round);
      if (next != null) {
        emit(next);
      }
    }
    count(round, Count.EMBEDDED, layer, affected.size());
    count(round, Count.FAILED, layer, failed);
  }

  private void fail(Affected item, float[] answer, long round) {
    String message =
        "Cannot embed item %s in layer %d: answer has %d components, wanted %d finite ones"
            .formatted(item.item(), layer, answer.length, dimensions);
    output.collect(
        EmbeddingOutputTags.FAILED,
        new StreamRecord<>(new FailedEmbedding(item.item(), layer, round, message)));
  }

  private void emit(LayerEmbedding embedding) {
    output.collect(new StreamRecord<>(embedding));
  }
}
