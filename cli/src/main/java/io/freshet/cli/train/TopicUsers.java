package io.freshet.cli.train;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.freshet.registry.InputSchemas;
import io.freshet.schemas.Topics;
import io.freshet.schemas.UserAttributeNames;
import io.freshet.schemas.UserAttributes;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.schemas.wire.UndecodableException;
import io.freshet.server.training.TopicScan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What {@code user-attributes} tells of users, as far as it still does; nothing where there is no
 * such topic. Records that cannot be read, or are of another user than their key, are left out:
 * they have dead letters. One owner.
 */
final class TopicUsers {
  private static final Logger LOG = LoggerFactory.getLogger(TopicUsers.class);

  private final AvroCodec<UserAttributes> codec;
  private final Map<String, Long> erasedAt = new HashMap<>();
  private final Map<String, List<String>> attributes = new HashMap<>();
  private int skipped;

  private TopicUsers(InputSchemas schemas) {
    codec = schemas.codec(UserAttributes.class);
  }

  /** Reads the topic to its end as of the call. */
  static TopicUsers read(Map<String, Object> kafka, Topics topics, InputSchemas schemas) {
    TopicUsers users = new TopicUsers(requireNonNull(schemas, "schemas is null"));
    boolean unused = TopicScan.readIfThere(kafka, topics.userAttributes().name(), users::take);
    LOG.info(
        "Read attributes of {} users; skipped {} records", users.attributes.size(), users.skipped);
    return users;
  }

  /** When a user was erased last, epoch milliseconds; the least value for never. */
  long erasedAt(String user) {
    return erasedAt.getOrDefault(user, Long.MIN_VALUE);
  }

  /** The newest attributes by user, as {@code name=value}. */
  Map<String, List<String>> attributes() {
    return attributes;
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null) {
      skipped++;
      return;
    }
    String user = new String(record.key(), UTF_8);
    if (record.value() == null) {
      erasedAt.merge(user, record.timestamp(), Math::max);
      attributes.remove(user);
      return;
    }
    try {
      UserAttributes newest = codec.decode(record.value(), TopicHistory.header(record));
      if (newest.getUserId().equals(user)) {
        attributes.put(user, UserAttributeNames.of(newest));
      } else {
        skipped++;
      }
    } catch (UndecodableException e) {
      skipped++;
    }
  }
}
