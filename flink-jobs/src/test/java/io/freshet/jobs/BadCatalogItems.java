package io.freshet.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.jobs.record.Reason;
import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.ItemFeature;
import io.freshet.schemas.Topic;
import io.freshet.schemas.wire.AvroCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Records of {@code catalog-items} that must be refused, each with the reason it must have. */
final class BadCatalogItems {
  private static final AvroCodec<CatalogItem> CODEC = new AvroCodec<>(CatalogItem.class);

  private final List<Sent> all = new ArrayList<>();
  private final Topic topic;

  private BadCatalogItems(Topic topic) {
    this.topic = topic;
  }

  /** All kinds of them, under keys that are also those of good items. */
  static List<Sent> of(Topic topic, Random random) {
    BadCatalogItems bad = new BadCatalogItems(topic);
    bad.addBytes(random);
    bad.addIds();
    bad.addSizes(random);
    return bad.all;
  }

  static byte[] item(String id, String type, String title, String description) {
    return CODEC.encode(
        new CatalogItem(
            id,
            type,
            title,
            description,
            List.of("", "🎧"),
            List.of(),
            null,
            List.of(),
            null,
            null,
            Map.of()));
  }

  private void addBytes(Random random) {
    String id = OddIds.ALL.get(0);
    byte[] good = item(id, "track", "a title", "");
    add(Reason.UNDECODABLE, id, new byte[0]);
    for (int i = 0; i < 50; i++) {
      byte[] bytes = new byte[1 + random.nextInt(200)];
      random.nextBytes(bytes);
      bytes[0] = (byte) 0xFF; // an id longer than the record
      bytes[bytes.length - 1] |= (byte) 0x80;
      add(Reason.UNDECODABLE, OddIds.ALL.get(i % OddIds.ALL.size()), bytes);
    }
    for (int length = 1; length < good.length; length += 3) {
      add(Reason.UNDECODABLE, id, Arrays.copyOf(good, length));
    }
    add(Reason.UNDECODABLE, id, Arrays.copyOf(good, good.length + 1));
    byte[] foreign = good.clone();
    foreign[4] ^= 0x10;
    add(Reason.UNKNOWN_SCHEMA, id, foreign);
    add(
        Reason.UNKNOWN_SCHEMA,
        id,
        new AvroCodec<>(ItemFeature.class)
            .encode(new ItemFeature(id, "track", 1L, "e", "", List.of(Float.NaN))));
  }

  private void addIds() {
    for (String blank : List.of("", " ", "\t\n", "\u3000")) {
      add(Reason.MISSING_ID, blank, item(blank, "track", "no id", ""));
      add(Reason.MISSING_ID, blank, null);
      add(Reason.MISSING_ID, "an id", item("an id", blank, "no type", ""));
      add(Reason.MISSING_ID, "an id", item(blank, "track", "no id", ""));
    }
    byte[] notUtf8 = {'a', (byte) 0xFF};
    all.add(Sent.bad(topic, notUtf8, null, Reason.MISSING_ID));
    all.add(Sent.bad(topic, notUtf8, item("a\uFFFD", "track", "", ""), Reason.MISSING_ID));
    add(Reason.MISSING_ID, "\u00e9", item("e\u0301", "track", "looks the same", ""));
    for (String id : List.of("x".repeat(257), OddIds.LONGEST + "x", "é".repeat(10_000))) {
      add(Reason.OVERSIZE, id, item(id, "track", "a title", ""));
      add(Reason.OVERSIZE, id, null);
      add(Reason.OVERSIZE, "an id", item("an id", id, "a title", ""));
    }
  }

  private void addSizes(Random random) {
    byte[] noise = new byte[999_000];
    random.nextBytes(noise);
    add(Reason.OVERSIZE, "an id", noise);
    add(Reason.OVERSIZE, "an id", item("an id", "track", "", "long ".repeat(60_000)));
  }

  private void add(Reason reason, String key, byte @Nullable [] value) {
    all.add(Sent.bad(topic, key.getBytes(UTF_8), value, reason));
  }
}
