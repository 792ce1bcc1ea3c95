package io.freshet.server.retrieval.ingest;

import static java.util.Objects.requireNonNull;

/**
 * What {@code model-releases} says of a release, as far as answers need it.
 *
 * @param embeddingDimensions length of its item embeddings
 * @param hasTowers whether users and items are compared by towers
 * @param uri where its directory lies
 * @param checksum SHA-256 of its {@code release.json} as hex
 */
record AnnouncedRelease(int embeddingDimensions, boolean hasTowers, String uri, String checksum) {
  AnnouncedRelease {
    requireNonNull(uri, "uri is null");
    requireNonNull(checksum, "checksum is null");
  }
}
