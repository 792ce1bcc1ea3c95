package io.freshet.jobs;

import java.util.Locale;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The operators of the catalog feature job. The uid of each ties its state to it: a constant is
 * never renamed. The uids name the encoder, because text hashes remembered under one encoder would
 * keep another from encoding: such a savepoint does not restore.
 */
public enum CatalogFeatureOperator {
  READ_CATALOG_ITEMS,
  CHECK_CATALOG_ITEMS,
  ENCODE_ITEMS,
  WRITE_FEATURES,
  WRITE_DEAD_LETTERS;

  /** Name and uid of the operator in the job of an encoder. */
  public String uid(String encoder) {
    return "catalog-feature-%s-%s"
        .formatted(encoder, name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  /** Gives the operator behind a stream its name and uid. */
  <T> SingleOutputStreamOperator<T> name(String encoder, SingleOutputStreamOperator<T> stream) {
    return stream.name(uid(encoder)).uid(uid(encoder));
  }

  /** Gives a sink its name and uid. */
  <T> DataStreamSink<T> name(String encoder, DataStreamSink<T> sink) {
    return sink.name(uid(encoder)).uid(uid(encoder));
  }
}
