package io.freshet.server.retrieval.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** {@code GET /openapi.json}: the routes of this server, described. */
final class OpenApiResource {
  private final byte[] document = document();

  void show(Context context) {
    context.contentType("application/json").result(document);
  }

  static byte[] document() {
    try (InputStream in = OpenApiResource.class.getResourceAsStream("openapi.json")) {
      if (in == null) {
        throw new IllegalStateException("Cannot find openapi.json beside the classes");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
