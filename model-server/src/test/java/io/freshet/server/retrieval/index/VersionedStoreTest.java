package io.freshet.server.retrieval.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.UniqueElements;
import org.junit.jupiter.api.Test;

final class VersionedStoreTest {
  private final SettableClock clock = new SettableClock(Instant.EPOCH);
  private final VersionedStore<Long> store =
      new VersionedStore<>(new StoreLimits(3, 10, Duration.ofHours(24)), clock);

  @Property(tries = 200)
  void whateverTheOrderTheNewestVersionStays(
      @ForAll @NotEmpty @UniqueElements List<@LongRange(min = 0, max = 100) Long> versions) {
    VersionedStore<Long> any = new VersionedStore<>(StoreLimits.defaults(), clock);
    // Even versions are values, odd ones deletions.
    versions.forEach(it -> write(any, it));
    long newest = versions.stream().mapToLong(Long::longValue).max().orElseThrow();
    if (newest % 2 == 0) {
      assertThat(any.find("a")).hasValue(newest);
    } else {
      assertThat(any.find("a")).isEmpty();
    }
  }

  private static void write(VersionedStore<Long> any, long version) {
    if (version % 2 == 0) {
      any.put("a", version, version);
    } else {
      any.delete("a", version);
    }
  }

  @Test
  void equalVersionsAreDecidedByArrival() {
    store.put("a", 1L, 0);
    store.delete("a", 0);
    assertThat(store.contains("a")).isFalse();
    store.put("a", 2L, 0);
    assertThat(store.find("a")).hasValue(2L);
  }

  @Test
  void fullStoreRefusesNewKeys() {
    store.put("a", 1L, 0);
    store.put("b", 1L, 0);
    store.put("c", 1L, 0);
    assertThatThrownBy(() -> store.put("d", 1L, 0)).isInstanceOf(StoreFullException.class);
    store.put("a", 2L, 1);
    assertThat(store.size()).isEqualTo(3);
  }
}
