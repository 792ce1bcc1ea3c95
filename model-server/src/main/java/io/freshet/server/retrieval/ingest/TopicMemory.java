package io.freshet.server.retrieval.ingest;

import io.freshet.server.retrieval.store.TopicState;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What outlives the process of one topic's records. The reading thread's, but for {@link #forget}.
 */
interface TopicMemory {
  /** Remembers nothing. */
  TopicMemory NONE =
      new TopicMemory() {
        @Override
        public Optional<TopicState> recall(
            Consumer<byte[], byte[]> consumer, RecordApplier applier) {
          return Optional.empty();
        }

        @Override
        public void keep(CatchUp catchUp, List<ConsumerRecord<byte[], byte[]>> applied) {}

        @Override
        public void forget() {}
      };

  /**
   * Applies what is remembered.
   *
   * @param consumer of the topic, for asking what the topic holds now
   * @return how far that is; empty when nothing is remembered that can be gone on from
   */
  Optional<TopicState> recall(Consumer<byte[], byte[]> consumer, RecordApplier applier);

  /** Remembers records that changed something, and how far the topic has been applied. */
  void keep(CatchUp catchUp, List<ConsumerRecord<byte[], byte[]>> applied);

  /** Forgets all of the topic: nobody wants it any more. */
  void forget();
}
