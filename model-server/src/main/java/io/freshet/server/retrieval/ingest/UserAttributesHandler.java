package io.freshet.server.retrieval.ingest;

import io.freshet.registry.InputSchemas;
import io.freshet.schemas.UserAttributeNames;
import io.freshet.schemas.UserAttributes;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.schemas.wire.UndecodableException;
import io.freshet.server.retrieval.index.VersionedStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code user-attributes} into the attributes of users, by the names that releases know them by.
 * Its producers are outside Freshet and write no versions: all records count as one version, so the
 * order within the partition decides.
 */
final class UserAttributesHandler implements RecordHandler {
  private static final long UNVERSIONED = 0;

  /** Names that are kept once for all users; of others every user has a copy. */
  private static final int SHARED_NAMES = 10_000;

  private final AvroCodec<UserAttributes> codec;
  private final VersionedStore<List<String>> userAttributes;
  private final Map<String, String> names = new HashMap<>();

  UserAttributesHandler(VersionedStore<List<String>> userAttributes, InputSchemas schemas) {
    codec = schemas.codec(UserAttributes.class);
    this.userAttributes = userAttributes;
  }

  @Override
  public Applied put(String id, Content content) throws UndecodableException {
    UserAttributes attributes = content.decoded(codec);
    if (!attributes.getUserId().equals(id)) {
      throw new IllegalArgumentException(
          "Cannot use user attributes: user_id must equal the key (%s)"
              .formatted(attributes.getUserId()));
    }
    List<String> shared = UserAttributeNames.of(attributes).stream().map(this::shared).toList();
    return Applied.of(userAttributes.put(id, shared, UNVERSIONED));
  }

  @Override
  public Applied delete(String id, long version) {
    return Applied.of(userAttributes.delete(id, UNVERSIONED));
  }

  private String shared(String name) {
    return names.size() < SHARED_NAMES
        ? names.computeIfAbsent(name, first -> first)
        : names.getOrDefault(name, name);
  }
}
