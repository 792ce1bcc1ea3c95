package io.freshet.server.retrieval.http;

import io.javalin.http.Context;
import java.util.List;
import java.util.function.Supplier;

/** {@code GET /healthz}: the process answers. {@code GET /readyz}: its answers are complete. */
final class HealthResource {
  private record Live(String status) {}

  private record Ready(String status, List<String> waitingFor) {}

  private final Supplier<List<String>> waitingFor;

  HealthResource(Supplier<List<String>> waitingFor) {
    this.waitingFor = waitingFor;
  }

  void showLive(Context context) {
    context.json(new Live("live"));
  }

  void showReady(Context context) {
    List<String> waiting = waitingFor.get();
    context.status(waiting.isEmpty() ? 200 : ErrorCode.NOT_READY.status());
    context.json(new Ready(waiting.isEmpty() ? "ready" : "not_ready", waiting));
  }
}
