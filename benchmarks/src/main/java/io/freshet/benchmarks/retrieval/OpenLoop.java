package io.freshet.benchmarks.retrieval;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import org.HdrHistogram.Histogram;

/**
 * Sends requests at a steady rate, whether or not earlier ones have been answered, over connections
 * that are kept. Latency counts from when a request was due: a server that stalls is charged for
 * everything that came due meanwhile, and so is this generator for being late itself.
 */
final class OpenLoop {
  private static final int CONNECTIONS = 32;
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final long MAX_NANOS = Duration.ofMinutes(1).toNanos();

  private final int port;
  private final double perSecond;
  private final LongFunction<String> paths;

  /**
   * A load on a local server.
   *
   * @param paths path of the n-th request
   */
  OpenLoop(int port, double perSecond, LongFunction<String> paths) {
    this.port = port;
    this.perSecond = perSecond;
    this.paths = paths;
  }

  /** What came of it; without requests its times are not numbers. */
  record Outcome(long answered, long errors, double seconds, Histogram nanos) {
    double millisAt(double percentile) {
      return Measuring.millisAt(percentile, nanos);
    }
  }

  Outcome run(Duration length) throws IOException {
    long requests = (long) (perSecond * length.toNanos() / 1e9);
    AtomicLong next = new AtomicLong();
    long startNanos = System.nanoTime();
    ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      List<Future<Outcome>> running = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        running.add(threads.submit(() -> send(next, requests, startNanos)));
      }
      Histogram all = new Histogram(MAX_NANOS, 3);
      long answered = 0;
      long errors = 0;
      for (Future<Outcome> each : running) {
        Outcome outcome = each.get();
        all.add(outcome.nanos);
        answered += outcome.answered;
        errors += outcome.errors;
      }
      return new Outcome(answered, errors, (System.nanoTime() - startNanos) / 1e9, all);
    } catch (ExecutionException e) {
      throw new IOException("Cannot load the server: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Cannot go on: interrupted", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private Outcome send(AtomicLong next, long requests, long startNanos) throws IOException {
    Histogram nanos = new Histogram(MAX_NANOS, 3);
    long answered = 0;
    long errors = 0;
    try (Socket socket = new Socket()) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      for (long number = next.getAndIncrement();
          number < requests;
          number = next.getAndIncrement()) {
        long dueNanos = startNanos + (long) (number * 1e9 / perSecond);
        waitUntil(dueNanos);
        out.write(
            "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
                .formatted(paths.apply(number))
                .getBytes(ISO_8859_1));
        if (status(in) == 200) {
          answered++;
        } else {
          errors++;
        }
        nanos.recordValue(Math.min(MAX_NANOS, Math.max(0, System.nanoTime() - dueNanos)));
      }
    }
    return new Outcome(answered, errors, 0, nanos);
  }

  private static void waitUntil(long nanos) {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** Reads one whole answer. */
  private static int status(InputStream in) throws IOException {
    String first = line(in);
    long length = 0;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Long.parseLong(header.substring(header.indexOf(':') + 1).strip());
      }
    }
    in.skipNBytes(length);
    return Integer.parseInt(first.split(" ", 3)[1]);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int read = in.read(); read != '\n'; read = in.read()) {
      if (read < 0) {
        throw new EOFException("the server closed the connection");
      }
      if (read != '\r') {
        line.append((char) read);
      }
    }
    return line.toString();
  }
}
