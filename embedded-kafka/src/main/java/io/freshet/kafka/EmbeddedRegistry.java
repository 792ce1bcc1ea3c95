package io.freshet.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A schema registry in this JVM, over HTTP, in memory: what readers and writers of records ask of
 * Confluent's interface, and Apicurio's way to ask for a schema by its number. Ids count from 1.
 * Thread-safe.
 */
public final class EmbeddedRegistry implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern BY_NUMBER =
      Pattern.compile("/(?:schemas/ids|ids/contentIds|ids/globalIds)/(-?\\d+)");
  private static final Pattern BY_GUID = Pattern.compile("/schemas/guids/(.+)");
  private static final Pattern BY_VERSION =
      Pattern.compile("/subjects/(.+)/versions/(\\d+|latest)");
  private static final Pattern SUBJECT = Pattern.compile("/subjects/([^/]+)(/versions)?");

  private final HttpServer server;
  private final List<Registered> schemas = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger failuresLeft = new AtomicInteger();
  private volatile int failure = 503;

  private EmbeddedRegistry(HttpServer server) {
    this.server = server;
  }

  private record Registered(String subject, String json) {}

  /** Starts one on a free port of the loopback address. */
  public static EmbeddedRegistry start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    EmbeddedRegistry registry = new EmbeddedRegistry(server);
    server.createContext("/", registry::handle);
    server.start();
    return registry;
  }

  /** Address to be configured. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Registers what the registry answers for an id: a schema, and whatever stands beside it. */
  public synchronized int register(String subject, String body) throws IOException {
    Registered registered = new Registered(subject, JSON.readTree(body).toString());
    int index = schemas.indexOf(registered);
    if (index >= 0) {
      return index + 1;
    }
    schemas.add(registered);
    return schemas.size();
  }

  /** Registers an Avro schema; its id. */
  public int registerSchema(String subject, String schema) throws IOException {
    return register(subject, JSON.createObjectNode().put("schema", schema).toString());
  }

  /** GUID of a registered schema. */
  public static UUID guid(int id) {
    return UUID.nameUUIDFromBytes(("schema " + id).getBytes(UTF_8));
  }

  /** The schemas registered under the subject, oldest first. */
  public List<String> schemas(String subject) throws IOException {
    List<String> found = new ArrayList<>();
    for (Registered schema : schemas) {
      if (schema.subject().equals(subject)) {
        found.add(JSON.readTree(schema.json()).path("schema").asText());
      }
    }
    return found;
  }

  /** Method and path of every request so far. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** Answers the next requests with this status. */
  public void failNext(int times, int status) {
    failure = status;
    failuresLeft.set(times);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    requests.add(exchange.getRequestMethod() + " " + path);
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    if (failuresLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      answer(exchange, failure, "{\"message\":\"failing as told\"}");
      return;
    }
    Optional<String> found =
        exchange.getRequestMethod().equals("POST") ? posted(path, body) : asked(path);
    if (found.isPresent()) {
      answer(exchange, 200, found.get());
    } else {
      int code = path.startsWith("/ids/") ? 404 : 40403;
      answer(exchange, 404, "{\"error_code\":%d,\"message\":\"not found\"}".formatted(code));
    }
  }

  private Optional<String> asked(String path) throws IOException {
    Matcher byNumber = BY_NUMBER.matcher(path);
    if (byNumber.matches()) {
      Optional<String> body = at(Integer.parseInt(byNumber.group(1)));
      return path.startsWith("/ids/") && body.isPresent()
          ? Optional.of(JSON.readTree(body.get()).path("schema").asText())
          : body;
    }
    Matcher byGuid = BY_GUID.matcher(path);
    if (byGuid.matches()) {
      for (int id = 1; id <= schemas.size(); id++) {
        if (guid(id).toString().equals(byGuid.group(1))) {
          return at(id);
        }
      }
    }
    Matcher byVersion = BY_VERSION.matcher(path);
    return byVersion.matches()
        ? version(versions(byVersion.group(1)), byVersion.group(2))
        : Optional.empty();
  }

  private static Optional<String> version(List<String> versions, String which) {
    int number = which.equals("latest") ? versions.size() : Integer.parseInt(which);
    return number >= 1 && number <= versions.size()
        ? Optional.of(versions.get(number - 1))
        : Optional.empty();
  }

  private Optional<String> posted(String path, String body) throws IOException {
    Matcher subject = SUBJECT.matcher(path);
    if (!subject.matches()) {
      return Optional.empty();
    }
    @Nullable String versions = subject.group(2);
    Registered asked = new Registered(subject.group(1), JSON.readTree(body).toString());
    int id =
        versions == null ? schemas.indexOf(asked) + 1 : register(asked.subject(), asked.json());
    ObjectNode answer = JSON.createObjectNode().put("id", id);
    return id == 0 ? Optional.empty() : Optional.of(answer.toString());
  }

  private Optional<String> at(int id) {
    return id >= 1 && id <= schemas.size()
        ? Optional.of(schemas.get(id - 1).json())
        : Optional.empty();
  }

  private List<String> versions(String subject) {
    return schemas.stream()
        .filter(schema -> schema.subject().equals(subject))
        .map(Registered::json)
        .toList();
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
