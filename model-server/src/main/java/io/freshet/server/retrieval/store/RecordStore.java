package io.freshet.server.retrieval.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Checkpoint;
import org.rocksdb.CompressionType;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The newest record of every key of every topic, in RocksDB.
 *
 * <p>Invariant: records and the {@link TopicState} that comes with them are written as one, so
 * whatever is read holds all that its state says has been applied, for each topic by itself. There
 * is no write-ahead log: what is not in a checkpoint is lost with the process, and read from Kafka
 * again.
 *
 * <p>After a write has failed nothing more is written, and no checkpoint is made: a gap would be
 * taken for all there is. Thread-safe.
 */
public final class RecordStore implements AutoCloseable {
  private static final long WRITE_BUFFER_BYTES = 32L << 20;

  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final Options options;
  private final WriteOptions unlogged = new WriteOptions().setDisableWAL(true);
  private final RocksDB database;
  private volatile @Nullable String failure;
  private boolean closed;

  private RecordStore(Options options, RocksDB database) {
    this.options = options;
    this.database = database;
  }

  /** Opens what is in the directory, or an empty store. */
  static RecordStore open(Path directory) {
    RocksDB.loadLibrary();
    Options options =
        new Options()
            .setCreateIfMissing(true)
            .setWriteBufferSize(WRITE_BUFFER_BYTES)
            .setCompressionType(CompressionType.LZ4_COMPRESSION)
            .setKeepLogFileNum(1);
    try {
      return new RecordStore(options, RocksDB.open(options, directory.toString()));
    } catch (RocksDBException e) {
      options.close();
      throw failed("open the store in %s".formatted(directory), e);
    }
  }

  /** Holds the records in place of earlier ones of their keys, and the state, as one. */
  public void write(String topic, TopicState state, List<StoredRecord> records) {
    locked(
        () -> {
          if (failure != null) {
            return;
          }
          try (WriteBatch batch = new WriteBatch()) {
            for (StoredRecord record : records) {
              byte[] key = Keys.record(topic, record.key());
              batch.put(key, record.encoded());
              if (record.isDeletion()) {
                batch.put(Keys.deletion(record.timestampMillis(), key), new byte[0]);
              }
            }
            batch.put(Keys.state(topic), state.encoded());
            database.write(unlogged, batch);
          } catch (RocksDBException e) {
            failure = e.getMessage();
            throw e;
          }
        },
        "write records of " + topic);
  }

  /** How far the topic's records are applied; empty when none were ever written. */
  public Optional<TopicState> state(String topic) {
    List<TopicState> found = new ArrayList<>();
    locked(
        () -> {
          byte[] bytes = database.get(Keys.state(topic));
          if (bytes != null) {
            found.add(TopicState.decoded(bytes));
          }
        },
        "read the state of " + topic);
    return found.stream().findFirst();
  }

  /**
   * Holds what an index of the topic's records has learnt, in place of what it had before: bytes
   * that the next start may do without.
   */
  public void writeLayout(String topic, String index, byte[] layout) {
    locked(
        () -> {
          if (failure == null) {
            database.put(unlogged, Keys.layout(topic, index), layout);
          }
        },
        "write the layout of " + topic);
  }

  /** What an index of the topic's records had learnt; empty when nothing was written. */
  public Optional<byte[]> layout(String topic, String index) {
    List<byte[]> found = new ArrayList<>();
    locked(
        () -> {
          byte[] bytes = database.get(Keys.layout(topic, index));
          if (bytes != null) {
            found.add(bytes);
          }
        },
        "read the layout of " + topic);
    return found.stream().findFirst();
  }

  /** Shows the topic's records, deletions among them, by key. */
  public void forEach(String topic, Consumer<StoredRecord> visitor) {
    range(
        Keys.firstRecord(topic),
        Keys.pastRecords(topic),
        (key, value) -> visitor.accept(StoredRecord.decoded(Keys.ofRecord(topic, key), value)));
  }

  /** The topics with a state. */
  public Set<String> topics() {
    Set<String> topics = new TreeSet<>();
    range(new byte[] {0}, new byte[] {1}, (key, value) -> topics.add(Keys.topicOfState(key)));
    return topics;
  }

  /** Forgets all of the topic. */
  public void forget(String topic) {
    locked(
        () -> {
          // The state goes first: without it the records are not taken for anything.
          database.delete(unlogged, Keys.state(topic));
          database.deleteRange(unlogged, Keys.firstRecord(topic), Keys.pastRecords(topic));
          database.deleteRange(unlogged, Keys.layout(topic, ""), Keys.pastLayouts(topic));
        },
        "forget " + topic);
  }

  /** Forgets deletions that the broker stamped before. */
  void forgetDeletionsBefore(Instant time) {
    byte[] end = Keys.deletion(time.toEpochMilli(), new byte[0]);
    List<byte[]> due = new ArrayList<>();
    range(Keys.deletion(0, new byte[0]), end, (key, value) -> due.add(key));
    for (byte[] deletion : due) {
      locked(() -> forgetDeletion(deletion), "forget a deletion");
    }
  }

  private void forgetDeletion(byte[] deletion) throws RocksDBException {
    byte[] key = Keys.recordOfDeletion(deletion);
    byte[] held = database.get(key);
    if (held != null) {
      StoredRecord record = StoredRecord.decoded(key, held);
      // Written again since, or deleted again and not due yet: then there is another entry for it.
      if (record.isDeletion()
          && Arrays.equals(Keys.deletion(record.timestampMillis(), key), deletion)) {
        database.delete(unlogged, key);
      }
    }
    database.delete(unlogged, deletion);
  }

  /** Writes a consistent copy to a directory that does not exist yet; files are shared by links. */
  void checkpoint(Path directory) {
    locked(
        () -> {
          if (failure != null) {
            throw new StoreException(
                "Cannot make a checkpoint: the store is broken (%s)".formatted(failure));
          }
          try (Checkpoint checkpoint = Checkpoint.create(database)) {
            checkpoint.createCheckpoint(directory.toString());
          }
        },
        "make a checkpoint in " + directory);
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        database.close();
        unlogged.close();
        options.close();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void range(byte[] from, byte[] to, BiConsumer<byte[], byte[]> visitor) {
    locked(
        () -> {
          try (Slice end = new Slice(to);
              ReadOptions bounded = new ReadOptions().setIterateUpperBound(end);
              RocksIterator entries = database.newIterator(bounded)) {
            for (entries.seek(from); entries.isValid(); entries.next()) {
              visitor.accept(entries.key(), entries.value());
            }
            entries.status();
          }
        },
        "read the store");
  }

  private interface Action {
    void run() throws RocksDBException;
  }

  /** Native memory must not be used once it is freed: nothing runs beside or after closing. */
  private void locked(Action action, String what) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new StoreException("Cannot %s: the store is closed".formatted(what));
      }
      action.run();
    } catch (RocksDBException e) {
      throw failed(what, e);
    } finally {
      lock.readLock().unlock();
    }
  }

  private static StoreException failed(String what, RocksDBException e) {
    return new StoreException("Cannot %s: %s".formatted(what, e.getMessage()), e);
  }
}
