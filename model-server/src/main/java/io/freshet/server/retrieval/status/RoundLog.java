package io.freshet.server.retrieval.status;

import io.freshet.schemas.EmbeddingRound;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.schemas.wire.SchemaHeader;
import io.freshet.schemas.wire.UndecodableException;
import io.freshet.server.retrieval.status.Status.Round;
import java.util.ArrayDeque;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The newest {@value #ROUNDS} closed rounds of the serving release. Thread-safe. */
final class RoundLog {
  static final int ROUNDS = 60;
  private static final Logger LOG = LoggerFactory.getLogger(RoundLog.class);

  private final AvroCodec<EmbeddingRound> codec;
  private final ArrayDeque<Round> newestLast = new ArrayDeque<>();
  private String topic = "";

  RoundLog(AvroCodec<EmbeddingRound> codec) {
    this.codec = codec;
  }

  synchronized void add(ConsumerRecord<byte[], byte[]> record) {
    if (!record.topic().equals(topic)) {
      newestLast.clear();
      topic = record.topic();
    }
    if (record.value() == null) {
      return;
    }
    try {
      newestLast.add(round(codec.decode(record.value(), schemaHeader(record))));
    } catch (UndecodableException e) {
      LOG.warn("Cannot show a round: {}@{}: {}", record.topic(), record.offset(), e.getMessage());
    }
    if (newestLast.size() > ROUNDS) {
      newestLast.remove();
    }
  }

  /** Oldest first. */
  synchronized List<Round> rounds() {
    return List.copyOf(newestLast);
  }

  private static Round round(EmbeddingRound round) {
    return new Round(
        round.getRound(),
        round.getClosedAt().toEpochMilli(),
        round.getInputs(),
        List.copyOf(round.getAffected()),
        List.copyOf(round.getMessages()),
        round.getPublished(),
        round.getFailed());
  }

  private static @Nullable SchemaHeader schemaHeader(ConsumerRecord<byte[], byte[]> record) {
    for (Header header : record.headers()) {
      if (header.value() != null && SchemaHeader.isOne(header.key())) {
        return new SchemaHeader(header.key(), header.value());
      }
    }
    return null;
  }
}
