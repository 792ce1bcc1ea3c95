package io.freshet.server.retrieval.index;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * Some rows of an {@link ExactIndex}: one flat array of vectors and who holds each row. Thread-safe
 * by its lock; a scan holds it for {@link #ROWS} inner products (some ten microseconds).
 */
final class RowChunk {
  static final int ROWS = 512;

  private final int dimensions;
  private final float[] vectors;
  private final @Nullable IndexRow[] holders = new @Nullable IndexRow[ROWS];
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  RowChunk(int dimensions) {
    this.dimensions = dimensions;
    this.vectors = new float[Math.multiplyExact(ROWS, dimensions)];
  }

  void write(IndexRow row, float[] vector) {
    int position = row.slot() % ROWS;
    lock.writeLock().lock();
    try {
      System.arraycopy(vector, 0, vectors, position * dimensions, dimensions);
      holders[position] = row;
    } finally {
      lock.writeLock().unlock();
    }
  }

  void clear(IndexRow row) {
    lock.writeLock().lock();
    try {
      holders[row.slot() % ROWS] = null;
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** The vector of the row, if the same version still holds it. */
  Optional<float[]> read(IndexRow row) {
    int position = row.slot() % ROWS;
    lock.readLock().lock();
    try {
      if (!row.equals(holders[position])) {
        return Optional.empty();
      }
      int offset = position * dimensions;
      return Optional.of(Arrays.copyOfRange(vectors, offset, offset + dimensions));
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Offers every accepted row to the selection. */
  void scan(float[] query, CandidateFilter filter, TopCandidates top) {
    lock.readLock().lock();
    try {
      for (int position = 0; position < ROWS; position++) {
        IndexRow holder = holders[position];
        if (holder != null) {
          double score = Vectors.dot(vectors, position * dimensions, query);
          // The filter looks ids up in other stores: ask it only about rows that would be kept.
          if (top.couldKeep(score) && filter.accepts(holder.id(), holder.type())) {
            top.offer(new Candidate(holder.id(), holder.type(), score));
          }
        }
      }
    } finally {
      lock.readLock().unlock();
    }
  }
}
