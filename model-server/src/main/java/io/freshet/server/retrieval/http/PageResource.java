package io.freshet.server.retrieval.http;

import io.javalin.http.Context;
import java.util.Map;

/**
 * {@code GET /} and {@code GET /page/{file}}: the ops page. Its files come from the class path and
 * are held in memory; nothing that is asked for becomes a path. The page may load and ask nothing
 * but this server, and runs no script that is written into it.
 */
final class PageResource {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final Map<String, PageFile> files = PageFile.all();

  void showIndex(Context context) {
    show(context, PageFile.INDEX);
  }

  void showFile(Context context) {
    show(context, context.pathParam("file"));
  }

  private void show(Context context, String name) {
    PageFile file = files.get(name);
    if (file == null) {
      throw new RequestException(
          ErrorCode.NOT_FOUND, "Cannot find the file of the page (%s)".formatted(name));
    }
    context.header("Content-Security-Policy", POLICY);
    context.header("X-Content-Type-Options", "nosniff");
    context.header("Referrer-Policy", "no-referrer");
    // Asked again every time, answered by 304 while it is the same.
    context.header("Cache-Control", "no-cache");
    context.header("ETag", file.tag());
    if (file.tag().equals(context.header("If-None-Match"))) {
      context.status(304);
      return;
    }
    context.contentType(file.contentType()).result(file.content());
  }
}
