package io.freshet.server.retrieval.http;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;

/**
 * One thing that can be asked of the server.
 *
 * @param path with parameters in braces
 * @param name label of its metrics
 */
record Route(HandlerType method, String path, String name, Access access, Handler handler) {
  private static final String STREAM = "stream";

  static Route get(String path, String name, Access access, Handler handler) {
    return new Route(HandlerType.GET, path, name, access, handler);
  }

  static Route post(String path, String name, Access access, Handler handler) {
    return new Route(HandlerType.POST, path, name, access, handler);
  }

  /** One that goes on answering until the client has gone; how long that is says nothing. */
  static Route stream(String path, Access access, Handler handler) {
    return new Route(HandlerType.GET, path, STREAM, access, handler);
  }

  boolean isStream() {
    return name.equals(STREAM);
  }
}
