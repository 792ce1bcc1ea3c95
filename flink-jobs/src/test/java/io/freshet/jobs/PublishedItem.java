package io.freshet.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.schemas.ItemEmbedding;
import io.freshet.schemas.wire.AvroCodec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * What the topic says of an item as of a round. A tombstone names no round: where one follows the
 * last record of the round, it may belong to the round or to a later one.
 *
 * @param embedding the newest record of the round or an earlier one
 * @param mayBeRemoved whether a tombstone follows it
 */
@NullMarked
record PublishedItem(@Nullable ItemEmbedding embedding, boolean mayBeRemoved) {
  static Map<String, PublishedItem> asOf(long round, List<ConsumerRecord<byte[], byte[]>> records)
      throws Exception {
    AvroCodec<ItemEmbedding> codec = new AvroCodec<>(ItemEmbedding.class);
    Map<String, PublishedItem> items = new LinkedHashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      String item = new String(record.key(), UTF_8);
      if (record.value() == null) {
        items.computeIfPresent(item, (key, last) -> new PublishedItem(last.embedding, true));
        continue;
      }
      ItemEmbedding embedding = codec.decode(record.value());
      if (embedding.getRound() <= round) {
        items.put(item, new PublishedItem(embedding, false));
      }
    }
    return items;
  }
}
