package io.freshet.server.inference;

import java.util.Objects;

/** Name and version the server gives in its metadata. */
final class ServerIdentity {
  static final String NAME = "freshet-inference";

  private ServerIdentity() {}

  /** Version in the jar's manifest; "development" when run from classes. */
  static String version() {
    return Objects.requireNonNullElse(
        ServerIdentity.class.getPackage().getImplementationVersion(), "development");
  }
}
