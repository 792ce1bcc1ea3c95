package io.freshet.schemas.wire;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** Finds the frame of a record, as the topic's framing asks for. */
final class Unframer {
  private final Framing framing;
  private final boolean hasIds;

  /**
   * @param hasIds whether schemas can be found by the names a registry gives
   */
  Unframer(Framing framing, boolean hasIds) {
    this.framing = requireNonNull(framing, "framing is null");
    this.hasIds = hasIds;
  }

  /** Whether a single object is read whatever else is. */
  boolean readsSingleObjects() {
    return framing == Framing.AUTO || framing == Framing.SINGLE_OBJECT;
  }

  Frame frame(byte[] bytes, @Nullable SchemaHeader header) throws UndecodableException {
    return switch (framing) {
      case AUTO -> header == null ? Frame.detected(bytes, hasIds) : headed(bytes, header);
      case SINGLE_OBJECT -> Frame.singleObject(bytes);
      case CONFLUENT ->
          header != null && header.name().equals(SchemaHeader.CONFLUENT)
              ? Frame.named(header, bytes)
              : Frame.confluent(bytes);
      case APICURIO ->
          header != null && !header.name().equals(SchemaHeader.CONFLUENT)
              ? Frame.named(header, bytes)
              : Frame.apicurio(bytes);
      case RAW -> Frame.none();
    };
  }

  private Frame headed(byte[] bytes, SchemaHeader header) throws UndecodableException {
    // Without a registry to ask, a single object still says itself what it is.
    return !hasIds && Frame.isMarked(bytes)
        ? Frame.singleObject(bytes)
        : Frame.named(header, bytes);
  }
}
