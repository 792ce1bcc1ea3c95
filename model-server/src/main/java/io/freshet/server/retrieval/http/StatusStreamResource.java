package io.freshet.server.retrieval.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.server.retrieval.status.Status;
import io.freshet.server.retrieval.status.StatusFeed;
import io.javalin.http.Context;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * {@code GET /api/status/stream}: server-sent events. First one {@code figures}, those of the last
 * minutes; then a {@code status} whenever there is a new one. A status is written out once, whoever
 * looks; a viewer who reads too slowly leaves some out. Each viewer occupies a thread, so there are
 * no more than {@value #MAX_VIEWERS}.
 */
final class StatusStreamResource {
  static final int MAX_VIEWERS = 16;
  static final String THREAD = "freshet-viewer";

  private static final Duration SILENCE = Duration.ofSeconds(15);
  private static final byte[] STILL_HERE = ":\n\n".getBytes(UTF_8);

  private final StatusFeed feed;
  private final ObjectMapper json = Json.mapper();
  private final Semaphore seats = new Semaphore(MAX_VIEWERS);

  // Guarded by this.
  private long framedNumber;
  private byte[] framed = new byte[0];

  StatusStreamResource(StatusFeed feed) {
    this.feed = feed;
  }

  void stream(Context context) {
    if (!seats.tryAcquire()) {
      throw new RequestException(
          ErrorCode.TOO_MANY_VIEWERS,
          "Cannot stream the status: %d viewers are connected; ask /api/status now and then"
              .formatted(MAX_VIEWERS));
    }
    String name = Thread.currentThread().getName();
    Thread.currentThread().setName(THREAD);
    try {
      send(context.res());
    } catch (IOException e) {
      // The viewer has gone, which is how every stream but the last ends.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      Thread.currentThread().setName(name);
      seats.release();
    }
  }

  private void send(HttpServletResponse response) throws IOException, InterruptedException {
    response.setContentType("text/event-stream;charset=utf-8");
    response.setHeader("Cache-Control", "no-store");
    // Tells nginx, which would else wait for the end.
    response.setHeader("X-Accel-Buffering", "no");
    ServletOutputStream out = response.getOutputStream();
    out.write(event("figures", feed.figures()));
    Status status = feed.newest();
    out.write(frame(status));
    out.flush();
    while (!feed.hasEnded()) {
      Optional<Status> next = feed.after(status.number(), SILENCE);
      out.write(next.map(this::frame).orElse(STILL_HERE));
      out.flush();
      status = next.orElse(status);
    }
  }

  private synchronized byte[] frame(Status status) {
    if (status.number() != framedNumber) {
      framed = event("status", status);
      framedNumber = status.number();
    }
    return framed;
  }

  private byte[] event(String name, Object data) {
    try {
      return "event: %s\ndata: %s\n\n"
          .formatted(name, json.writeValueAsString(data))
          .getBytes(UTF_8);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
