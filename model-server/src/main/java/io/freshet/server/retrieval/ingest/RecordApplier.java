package io.freshet.server.retrieval.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.registry.SchemaRegistryException;
import io.freshet.schemas.wire.StrictUtf8;
import io.freshet.schemas.wire.UndecodableException;
import io.freshet.server.retrieval.index.BadVectorException;
import io.freshet.server.retrieval.index.StoreFullException;
import java.nio.charset.CharacterCodingException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one Kafka record apart and hands it to the topic's handler. No record, however broken, gets
 * an exception past here: it is counted by reason and skipped. A schema registry that is away is
 * not the record's fault, and does. One thread.
 */
final class RecordApplier {
  /** Header with the version of an output record, in decimal digits. */
  static final String VERSION_HEADER = "freshet-version";

  private static final Logger LOG = LoggerFactory.getLogger(RecordApplier.class);

  private final String topic;
  private final RecordHandler handler;
  private final IngestMetrics metrics;

  RecordApplier(String topic, RecordHandler handler, IngestMetrics metrics) {
    this.topic = topic;
    this.handler = handler;
    this.metrics = metrics;
  }

  /** Whether the record changed anything. */
  boolean apply(ConsumerRecord<byte[], byte[]> record) {
    try {
      if (record.key() == null || record.key().length == 0) {
        skip(record, SkipReason.MISSING_ID, "it has no key");
        return false;
      }
      String id = StrictUtf8.decode(record.key());
      RecordHandler.Applied applied =
          record.value() == null
              ? handler.delete(id, tombstoneVersion(record))
              : handler.put(id, Content.of(record.value(), record.headers()));
      metrics.counted(topic, applied);
      return applied == RecordHandler.Applied.UPDATED;
    } catch (CharacterCodingException e) {
      skip(record, SkipReason.MISSING_ID, "its key is not UTF-8");
    } catch (UndecodableException e) {
      skip(record, SkipReason.UNDECODABLE, e);
    } catch (BadVectorException e) {
      skip(record, SkipReason.BAD_VECTOR, e);
    } catch (StoreFullException e) {
      skip(record, SkipReason.FULL, e);
    } catch (IllegalArgumentException e) {
      skip(record, SkipReason.INVALID, e);
    } catch (SchemaRegistryException e) {
      throw e;
    } catch (RuntimeException e) {
      skip(record, SkipReason.FAILED, e);
    }
    return false;
  }

  /**
   * Version in the tombstone's header; without one, the record's timestamp in microseconds, which
   * is what our producers' versions are at least.
   */
  private static long tombstoneVersion(ConsumerRecord<byte[], byte[]> record) {
    Header header = record.headers().lastHeader(VERSION_HEADER);
    if (header == null || header.value() == null) {
      return TimeUnit.MILLISECONDS.toMicros(record.timestamp());
    }
    return Long.parseLong(new String(header.value(), UTF_8));
  }

  private void skip(ConsumerRecord<byte[], byte[]> record, SkipReason reason, Object why) {
    metrics.skipped(topic, reason);
    LOG.warn(
        "Cannot apply {}-{}@{}: {} ({})",
        record.topic(),
        record.partition(),
        record.offset(),
        why,
        reason);
  }
}
