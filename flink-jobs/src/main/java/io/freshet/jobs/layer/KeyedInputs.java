package io.freshet.jobs.layer;

import io.freshet.jobs.record.LayerEmbedding;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.transformations.TwoInputTransformation;

/**
 * Two keyed inputs, the first with the markers of levels among its records.
 *
 * @param below embeddings, to the subtask of their key
 * @param levels markers, to every subtask
 * @param other the second input
 * @param key key of the second input
 */
record KeyedInputs<T>(
    DataStream<LayerEmbedding> below,
    DataStream<LayerEmbedding> levels,
    DataStream<T> other,
    KeySelector<T, String> key) {
  <R> SingleOutputStreamOperator<R> transform(
      String uid, TypeInformation<R> type, TwoInputStreamOperator<LayerEmbedding, T, R> operator) {
    SingleOutputStreamOperator<R> result =
        below
            .keyBy(LayerEmbedding::item)
            .union(levels.broadcast())
            .connect(other.keyBy(key))
            .transform(uid, type, operator)
            .uid(uid);
    // A union is not keyed for Flink, whatever it consists of; markers are not given a key.
    @SuppressWarnings("unchecked") // the one that was just made
    TwoInputTransformation<LayerEmbedding, T, R> transformation =
        (TwoInputTransformation<LayerEmbedding, T, R>) result.getTransformation();
    transformation.setStateKeySelectors(
        (KeySelector<LayerEmbedding, String>) LayerEmbedding::item, key);
    transformation.setStateKeyType(Types.STRING);
    return result;
  }
}
