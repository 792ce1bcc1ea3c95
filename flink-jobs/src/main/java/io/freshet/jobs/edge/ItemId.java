package io.freshet.jobs.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.apache.datasketches.hash.MurmurHash3;
import org.jspecify.annotations.Nullable;

/**
 * An item's id as it lies in state and on the wire: UTF-8. Its text is made when it is asked for,
 * which is when the item is published. Immutable but for that.
 */
final class ItemId {
  private static final long SEED = 0x65766963746564L;

  /** Hash of the bytes; also what is remembered of an evicted neighbor, so it is never changed. */
  final int hash;

  /** The first eight bytes, as far as there are any: most ids differ there. */
  private final long start;

  private final byte[] utf8;
  private @Nullable String text;

  /** The bytes are this object's from here on. */
  ItemId(byte[] utf8) {
    this.utf8 = utf8;
    hash = (int) MurmurHash3.hash(utf8, SEED)[0];
    start = start(utf8);
  }

  static ItemId of(String text) {
    ItemId id = new ItemId(text.getBytes(UTF_8));
    id.text = text;
    return id;
  }

  String text() {
    String made = text;
    if (made == null) {
      made = new String(utf8, UTF_8);
      text = made;
    }
    return made;
  }

  /** For writing; not to be changed. */
  byte[] utf8() {
    return utf8;
  }

  boolean hasBytes(byte[] bytes, int from, int to) {
    return Arrays.equals(utf8, 0, utf8.length, bytes, from, to);
  }

  boolean same(ItemId other) {
    return this == other || (hash == other.hash && Arrays.equals(utf8, other.utf8));
  }

  /** True when this id comes first, by its bytes. */
  boolean isBefore(ItemId other) {
    return start == other.start
        ? Arrays.compareUnsigned(utf8, other.utf8) < 0
        : Long.compareUnsigned(start, other.start) < 0;
  }

  private static long start(byte[] bytes) {
    long start = 0;
    for (int place = 0; place < Long.BYTES; place++) {
      start = (start << Byte.SIZE) | (place < bytes.length ? Byte.toUnsignedLong(bytes[place]) : 0);
    }
    return start;
  }
}
