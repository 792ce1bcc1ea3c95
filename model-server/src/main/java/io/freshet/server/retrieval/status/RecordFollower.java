package io.freshet.server.retrieval.status;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Is told the records of followed topics, in the order of each partition, by one thread. */
interface RecordFollower {
  void accept(ConsumerRecord<byte[], byte[]> record);
}
