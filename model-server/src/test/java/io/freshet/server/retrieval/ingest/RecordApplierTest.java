package io.freshet.server.retrieval.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.registry.InputSchemas;
import io.freshet.registry.RegistryConfig;
import io.freshet.registry.SchemaRegistryException;
import io.freshet.schemas.ItemEmbedding;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.schemas.wire.SingleObject;
import io.freshet.server.retrieval.index.Catalog;
import io.freshet.server.retrieval.index.IndexConfig;
import io.freshet.server.retrieval.index.StoreLimits;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RecordApplierTest {
  private static final Instant EVENT_AT = Instant.parse("2026-01-01T00:00:00Z");

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final GenerationIndex index = index(OptionalInt.of(2));
  private final List<Instant> searchable = new ArrayList<>();
  private final RecordApplier applier = applier(index);
  private final AvroCodec<ItemEmbedding> codec = new AvroCodec<>(ItemEmbedding.class);

  private static GenerationIndex index(OptionalInt dimensions) {
    return new GenerationIndex(
        dimensions,
        IndexConfig.defaults(),
        StoreLimits.defaults(),
        InstantSource.system(),
        new Catalog(StoreLimits.defaults(), InstantSource.system()));
  }

  private RecordApplier applier(GenerationIndex target) {
    return new RecordApplier(
        "embeddings",
        new EmbeddingHandler(target, searchable::add, InputSchemas.defaults()),
        new IngestMetrics(registry));
  }

  @Test
  void embeddingIsIndexedAtUnitLengthAndItsFreshnessMeasured() {
    applier.apply(record("a", embedding(1, 3f, 4f), null));
    assertThat(vector("a")).hasValueSatisfying(it -> assertThat(it).containsExactly(.6f, .8f));
    assertThat(index.facts().find("a").orElseThrow().version()).isEqualTo(1);
    assertThat(searchable).containsExactly(EVENT_AT);
    assertThat(counted("updated")).isEqualTo(1);
  }

  @Test
  void staleEmbeddingChangesNothingAndIsNotMeasured() {
    applier.apply(record("a", embedding(2, 1f, 0f), null));
    applier.apply(record("a", embedding(1, 0f, 1f), null));
    assertThat(vector("a")).hasValueSatisfying(it -> assertThat(it).containsExactly(1, 0));
    assertThat(searchable).hasSize(1);
    assertThat(counted("stale")).isEqualTo(1);
  }

  @Test
  void badVectorsAreCountedAndLeaveTheOldOne() {
    applier.apply(record("a", embedding(1, 1f, 0f), null));
    applier.apply(record("a", embedding(2, Float.NaN, 0f), null));
    applier.apply(record("a", embedding(2, 0f, 0f), null));
    applier.apply(record("a", embedding(2, 1f, 2f, 3f), null));
    assertThat(counted("bad_vector")).isEqualTo(3);
    assertThat(vector("a")).hasValueSatisfying(it -> assertThat(it).containsExactly(1, 0));
    applier.apply(record("a", embedding(1, 0f, 1f), null));
    assertThat(vector("a")).hasValueSatisfying(it -> assertThat(it).containsExactly(0, 1));
  }

  @Test
  void tombstoneDeletesByItsHeadersVersion() {
    applier.apply(record("a", embedding(5, 1f, 0f), null));
    applier.apply(record("a", null, "4"));
    assertThat(vector("a")).isPresent();
    applier.apply(record("a", null, "6"));
    assertThat(vector("a")).isEmpty();
    applier.apply(record("a", embedding(5, 1f, 0f), null));
    assertThat(vector("a")).isEmpty();
    assertThat(index.facts().contains("a")).isFalse();
  }

  @Test
  void tombstoneWithoutAVersionCountsAsOfItsTimestamp() {
    applier.apply(record("a", embedding(EVENT_AT.toEpochMilli() * 1000 - 1, 1f, 0f), null));
    applier.apply(record("a", null, null));
    assertThat(vector("a")).isEmpty();
  }

  @Test
  void recordsWithoutAKeyAndWithBrokenHeadersAreCounted() {
    applier.apply(new ConsumerRecord<>("embeddings", 0, 0, null, new byte[] {1}));
    applier.apply(new ConsumerRecord<>("embeddings", 0, 0, new byte[] {'a', (byte) 0xFF}, null));
    applier.apply(record("a", null, "seven"));
    assertThat(counted("missing_id")).isEqualTo(2);
    assertThat(counted("invalid")).isEqualTo(1);
  }

  @Test
  void aRegistryThatIsAwaySkipsNoRecord() {
    RegistryConfig gone =
        RegistryConfig.defaults().withRetries(1, Duration.ofMillis(1)).at("http://127.0.0.1:1");
    RecordApplier framed =
        new RecordApplier(
            "embeddings",
            new EmbeddingHandler(
                index, searchable::add, InputSchemas.defaults().withRegistry(gone)),
            new IngestMetrics(new PrometheusRegistry()));
    byte[] value = new SingleObject(embedding(1, 3f, 4f)).confluent(7);

    assertThatThrownBy(() -> framed.apply(record("a", value, null)))
        .isInstanceOf(SchemaRegistryException.class);
  }

  @Property(tries = 300)
  void noBytesGetAnExceptionPast(@ForAll byte[] bytes) {
    applier.apply(record("a", bytes, null));
  }

  @Test
  void unannouncedReleaseTakesItsDimensionsFromTheFirstGoodVector() {
    GenerationIndex unannounced = index(OptionalInt.empty());
    RecordApplier lenient = applier(new PrometheusRegistry(), unannounced);
    lenient.apply(record("gone", null, "9"));
    lenient.apply(record("a", embedding(1, Float.NaN), null));
    lenient.apply(record("a", embedding(1, 1f, 0f, 0f), null));
    lenient.apply(record("b", embedding(1, 1f, 0f), null));
    lenient.apply(record("gone", embedding(8, 1f, 0f, 0f), null));
    assertThat(unannounced.index().orElseThrow().dimensions()).isEqualTo(3);
    assertThat(unannounced.size()).isEqualTo(1);
  }

  private RecordApplier applier(PrometheusRegistry other, GenerationIndex target) {
    return new RecordApplier(
        "embeddings",
        new EmbeddingHandler(target, searchable::add, InputSchemas.defaults()),
        new IngestMetrics(other));
  }

  private Optional<float[]> vector(String id) {
    return index.index().orElseThrow().vector(id);
  }

  private byte[] embedding(long version, Float... vector) {
    return codec.encode(
        ItemEmbedding.newBuilder()
            .setItemId("a")
            .setItemType("track")
            .setVersion(version)
            .setRound(0)
            .setComputedAt(EVENT_AT)
            .setOldestEventAt(EVENT_AT)
            .setDegree(0)
            .setVector(List.of(vector))
            .build());
  }

  private static ConsumerRecord<byte[], byte[]> record(
      String id, byte @Nullable [] value, @Nullable String version) {
    RecordHeaders headers = new RecordHeaders();
    if (version != null) {
      headers.add(RecordApplier.VERSION_HEADER, version.getBytes(UTF_8));
    }
    return new ConsumerRecord<>(
        "embeddings",
        0,
        0,
        EVENT_AT.toEpochMilli(),
        TimestampType.CREATE_TIME,
        0,
        0,
        id.getBytes(UTF_8),
        value,
        headers,
        Optional.empty());
  }

  private double counted(String result) {
    return registry.scrape().stream()
        .filter(it -> it.getMetadata().getName().equals("freshet_retrieval_records"))
        .flatMap(it -> ((CounterSnapshot) it).getDataPoints().stream())
        .filter(it -> result.equals(it.getLabels().get("result")))
        .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
        .sum();
  }
}
