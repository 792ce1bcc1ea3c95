package io.freshet.server.retrieval.ingest;

import io.freshet.schemas.Topics;
import io.freshet.server.retrieval.index.Generation;
import io.freshet.server.retrieval.index.IndexLayout;
import io.freshet.server.retrieval.index.VectorIndex;
import io.freshet.server.retrieval.store.RecordStore;
import io.freshet.server.retrieval.store.StoreException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the indexes of releases have learnt, kept beside the embeddings' records: an index that is
 * filled from the store is laid out as it was. Nothing depends on it but how long that takes, so
 * what cannot be read or written is done without.
 */
final class StoredLayouts {
  private static final Logger LOG = LoggerFactory.getLogger(StoredLayouts.class);
  private static final String EMBEDDINGS = "embeddings";
  private static final String TOWERS = "towers";

  private final RecordStore store;
  private final Topics topics;

  StoredLayouts(RecordStore store, Topics topics) {
    this.store = store;
    this.topics = topics;
  }

  /** Lays out the indexes of a release as they were, where that is known. */
  void read(String release, GenerationIndex index) {
    layout(release, EMBEDDINGS).ifPresent(index::layOut);
    index
        .towers()
        .ifPresent(it -> layout(release, TOWERS).ifPresent(known -> it.items().layOut(known)));
  }

  /** Writes down how a generation's indexes are laid out. */
  void write(Generation generation) {
    write(generation.release(), EMBEDDINGS, generation.index());
    generation.towers().ifPresent(it -> write(generation.release(), TOWERS, it.items()));
  }

  private void write(String release, String name, VectorIndex index) {
    try {
      index.layout().ifPresent(it -> store.writeLayout(topic(release), name, it.encoded()));
    } catch (StoreException e) {
      LOG.warn(
          "Cannot store how the index of {} is laid out; the next start finds it anew", release, e);
    }
  }

  private Optional<IndexLayout> layout(String release, String name) {
    try {
      Optional<byte[]> bytes = store.layout(topic(release), name);
      Optional<IndexLayout> layout = bytes.flatMap(IndexLayout::decoded);
      if (bytes.isPresent() && layout.isEmpty()) {
        LOG.warn("Cannot read how the index of {} was laid out; finding it anew", release);
      }
      return layout;
    } catch (StoreException e) {
      LOG.warn("Cannot read how the index of {} was laid out; finding it anew", release, e);
      return Optional.empty();
    }
  }

  private String topic(String release) {
    return topics.itemEmbeddings(release).name();
  }
}
