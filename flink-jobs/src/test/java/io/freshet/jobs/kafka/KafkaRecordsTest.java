package io.freshet.jobs.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.record.DeadLetter;
import io.freshet.jobs.record.Reason;
import io.freshet.registry.OutputSchemas;
import io.freshet.schemas.wire.SchemaHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema.KafkaSinkContext;
import org.apache.flink.types.PojoTestUtils;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

final class KafkaRecordsTest {
  private static final byte[] KEY = "user:1".getBytes(UTF_8);

  @Test
  void clockIsTheIngestTimeUnlessAReplaySetsIt() {
    RecordHeaders replayed = new RecordHeaders();
    replayed.add("freshet-clock", "1234".getBytes(UTF_8));
    replayed.add("freshet-version", "7".getBytes(UTF_8));
    RecordHeaders broken = new RecordHeaders();
    broken.add("freshet-clock", "soon".getBytes(UTF_8));

    assertThat(read(new RecordHeaders()).clockMillis()).isEqualTo(99);
    assertThat(read(replayed).clockMillis()).isEqualTo(1234);
    assertThat(read(replayed).timestampMillis()).isEqualTo(99);
    assertThat(read(replayed).version()).isEqualTo(7);
    assertThat(read(broken).clockMillis()).isEqualTo(99);
    assertThat(read(broken).version()).isEqualTo(RawRecord.NO_VERSION);
  }

  @Test
  void tombstoneCarriesItsVersion() {
    ProducerRecord<byte[], byte[]> record =
        new OutputRecordSerializer(OutputSchemas.defaults())
            .serialize(OutputRecord.tombstone("t", "ünï", 5), new OnePartition(), 3L);

    assertThat(record.key()).isEqualTo("ünï".getBytes(UTF_8));
    assertThat(record.value()).isNull();
    assertThat(record.timestamp()).isNull();
    assertThat(text(record.headers(), "freshet-version")).isEqualTo("5");
  }

  @Test
  void deadLetterKeepsBytesAndSaysWhere() {
    ProducerRecord<byte[], byte[]> record = deadLetter(new byte[] {1, 2, 3});

    assertThat(record.topic()).isEqualTo("events.dlq");
    assertThat(record.key()).isEqualTo(KEY);
    assertThat(record.value()).containsExactly(1, 2, 3);
    assertThat(text(record.headers(), "freshet-reason")).isEqualTo("unit_suspect");
    assertThat(text(record.headers(), "__connect.errors.topic")).isEqualTo("events");
    assertThat(text(record.headers(), "__connect.errors.partition")).isEqualTo("2");
    assertThat(text(record.headers(), "__connect.errors.offset")).isEqualTo("30");
    assertThat(text(record.headers(), "__connect.errors.exception.class.name"))
        .isEqualTo("java.lang.IllegalArgumentException");
    assertThat(text(record.headers(), "__connect.errors.exception.message")).isEqualTo("why");
  }

  @Test
  void headerThatNamesTheSchemaIsReadAndGoesToTheDeadLetters() {
    RecordHeaders headers = new RecordHeaders();
    headers.add("apicurio.value.globalId", null);
    headers.add("__key_schema_id", new byte[] {9});
    headers.add("__value_schema_id", new byte[] {0, 0, 0, 0, 7});
    headers.add("other", new byte[] {1});
    RawRecord raw = read(headers);
    SchemaHeader header = requireNonNull(raw.schemaHeader());
    Headers letter =
        new DeadLetterSerializer()
            .serialize(raw.refused(Reason.UNKNOWN_SCHEMA, "why"), new OnePartition(), null)
            .headers();

    assertThat(header.name()).isEqualTo("__value_schema_id");
    assertThat(letter.lastHeader("__value_schema_id").value()).isEqualTo(header.value());
    assertThat(read(new RecordHeaders()).schemaHeader()).isNull();
  }

  @Test
  void deadLetterTooLargeToSendIsSentWithoutItsValue() {
    ProducerRecord<byte[], byte[]> record = deadLetter(new byte[1_048_000]);

    assertThat(record.key()).isEqualTo(KEY);
    assertThat(record.value()).isNull();
    assertThat(text(record.headers(), "freshet-dropped-bytes")).isEqualTo("1048000");
  }

  @Test
  void elementsNeedNoKryo() {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(RawRecord.class);
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(OutputRecord.class);
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(DeadLetter.class);
  }

  private static RawRecord read(Headers headers) {
    List<RawRecord> out = new ArrayList<>();
    new RawRecordDeserializer()
        .deserialize(
            new ConsumerRecord<>(
                "events",
                2,
                30,
                99,
                TimestampType.CREATE_TIME,
                KEY.length,
                0,
                KEY,
                new byte[0],
                headers,
                Optional.empty()),
            new ListCollector<>(out));
    return out.get(0);
  }

  private static ProducerRecord<byte[], byte[]> deadLetter(byte[] value) {
    RawRecord raw = new RawRecord("events", 2, 30, 99, KEY, value, 99, RawRecord.NO_VERSION);
    return new DeadLetterSerializer()
        .serialize(raw.refused(Reason.UNIT_SUSPECT, "why"), new OnePartition(), null);
  }

  private static String text(Headers headers, String name) {
    return new String(headers.lastHeader(name).value(), UTF_8);
  }

  private static final class OnePartition implements KafkaSinkContext {
    @Override
    public int getParallelInstanceId() {
      return 0;
    }

    @Override
    public int getNumberOfParallelInstances() {
      return 1;
    }

    @Override
    public int[] getPartitionsForTopic(String topic) {
      return new int[] {0};
    }
  }
}
