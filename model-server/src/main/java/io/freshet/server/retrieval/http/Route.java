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
  static Route get(String path, String name, Access access, Handler handler) {
    return new Route(HandlerType.GET, path, name, access, handler);
  }

  static Route post(String path, String name, Access access, Handler handler) {
    return new Route(HandlerType.POST, path, name, access, handler);
  }
}
