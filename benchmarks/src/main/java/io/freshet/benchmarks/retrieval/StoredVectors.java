package io.freshet.benchmarks.retrieval;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.schemas.ItemEmbedding;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.schemas.wire.UndecodableException;
import io.freshet.server.retrieval.index.IndexLayout;
import io.freshet.server.retrieval.index.VectorIndex;
import io.freshet.server.retrieval.index.Vectors;
import io.freshet.server.retrieval.store.SnapshotDirectory;
import io.freshet.server.retrieval.store.StoredRecord;
import io.freshet.server.retrieval.store.TopicState;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An index as the retrieval server keeps it on disk: a snapshot of the embeddings' records, and how
 * the index is laid out.
 */
final class StoredVectors {
  private static final String TOPIC = "embeddings";
  private static final String INDEX = "embeddings";
  private static final int BATCH = 1000;

  private final AvroCodec<ItemEmbedding> codec = new AvroCodec<>(ItemEmbedding.class);
  private final int dimensions;

  StoredVectors(int dimensions) {
    this.dimensions = dimensions;
  }

  void save(VectorIndex index, String[] ids, Path directory) {
    try (SnapshotDirectory disk = SnapshotDirectory.open(directory, InstantSource.system())) {
      List<StoredRecord> batch = new ArrayList<>();
      for (String id : ids) {
        index.vector(id).ifPresent(vector -> batch.add(record(id, vector)));
        if (batch.size() == BATCH) {
          write(disk, batch);
        }
      }
      write(disk, batch);
      index.layout().ifPresent(it -> disk.store().writeLayout(TOPIC, INDEX, it.encoded()));
      var unused = disk.write();
    }
  }

  /** As a start does: checks every byte, then applies record by record. */
  void load(Path directory, VectorIndex into) {
    try (SnapshotDirectory disk = SnapshotDirectory.open(directory, InstantSource.system())) {
      disk.store().layout(TOPIC, INDEX).flatMap(IndexLayout::decoded).ifPresent(into::layOut);
      disk.store().forEach(TOPIC, record -> apply(record, into));
    }
  }

  private static void write(SnapshotDirectory disk, List<StoredRecord> batch) {
    disk.store().write(TOPIC, new TopicState("id", Instant.EPOCH, Map.of(0, 1L)), batch);
    batch.clear();
  }

  private StoredRecord record(String id, float[] vector) {
    return new StoredRecord(id.getBytes(UTF_8), encoded(id, vector, 1), 0, List.of());
  }

  byte[] encoded(String id, float[] vector, long version) {
    return codec.encode(
        ItemEmbedding.newBuilder()
            .setItemId(id)
            .setItemType("track")
            .setVersion(version)
            .setRound(0)
            .setComputedAt(Instant.EPOCH)
            .setDegree(1)
            .setVector(boxed(vector))
            .build());
  }

  private void apply(StoredRecord record, VectorIndex into) {
    byte[] value = record.value();
    if (value == null) {
      return;
    }
    try {
      ItemEmbedding embedding = codec.decode(value);
      float[] vector = new float[dimensions];
      List<Float> boxed = embedding.getVector();
      for (int k = 0; k < dimensions; k++) {
        vector[k] = boxed.get(k);
      }
      var unused =
          into.upsert(
              new String(record.key(), UTF_8),
              embedding.getItemType(),
              Vectors.unit(vector),
              embedding.getVersion());
    } catch (UndecodableException e) {
      throw new IllegalStateException("Cannot read back what was written", e);
    }
  }

  private static List<Float> boxed(float[] vector) {
    return new AbstractList<>() {
      @Override
      public Float get(int index) {
        return vector[index];
      }

      @Override
      public int size() {
        return vector.length;
      }
    };
  }
}
