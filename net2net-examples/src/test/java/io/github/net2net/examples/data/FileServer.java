package io.github.net2net.examples.data;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.net2net.examples.data.Download.PublishedFile;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves one file over HTTP as web servers do, unless told to answer otherwise; keeps what was asked and sent. */
final class FileServer implements AutoCloseable {
    final List<String> ranges = new CopyOnWriteArrayList<>();
    final List<String> conditions = new CopyOnWriteArrayList<>();
    final List<Integer> sent = new CopyOnWriteArrayList<>();
    final byte[] content;
    String tag = "\"1\"";

    private final Deque<Answer> answers = new ArrayDeque<>();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    FileServer(byte[] content) throws IOException {
        this.content = content;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/files/images.bin");
    }

    PublishedFile file() {
        return new PublishedFile(address(), content.length, Md5.of(content));
    }

    /** How the next requests are answered; those after them in the usual way. */
    FileServer answering(Answer... next) {
        Collections.addAll(answers, next);
        return this;
    }

    private void handle(HttpExchange exchange) throws IOException {
        ranges.add(header(exchange, "Range"));
        conditions.add(header(exchange, "If-Range"));
        Answer answer = answers.isEmpty() ? serving() : answers.remove();
        answer.to(exchange);
        exchange.close();
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    /** The file, or what is asked for of it. */
    Answer serving() {
        return exchange -> {
            String range = header(exchange, "Range");
            String condition = header(exchange, "If-Range");
            boolean partial = !range.isEmpty() && (condition.isEmpty() || condition.equals(tag));
            int from = partial ? Integer.parseInt(range.replaceAll("\\D", "")) : 0;
            if (partial) {
                exchange.getResponseHeaders()
                        .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
            }
            send(exchange, partial ? 206 : 200, from, content.length, content.length - from);
        };
    }

    /** The file up to a place, where the connection breaks. */
    Answer breakingAt(int end) {
        return exchange -> send(exchange, 200, 0, end, content.length);
    }

    /** The file as a whole, whatever was asked for. */
    Answer ignoringRanges() {
        return exchange -> send(exchange, 200, 0, content.length, content.length);
    }

    /** A part, whatever was asked for. */
    Answer partFrom(int from) {
        return exchange -> {
            exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-9/10");
            send(exchange, 206, from, content.length, content.length - from);
        };
    }

    static Answer status(int status) {
        return exchange -> exchange.sendResponseHeaders(status, -1);
    }

    /** Other bytes, their number told beforehand or (chunked) not. */
    Answer other(int length, boolean told) {
        return exchange -> {
            exchange.sendResponseHeaders(200, told ? length : 0);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(new byte[length]);
            }
        };
    }

    /** Some bytes and then silence. */
    Answer silentAfter(int end, long millis) {
        return exchange -> {
            send(exchange, 200, 0, end, content.length);
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    private void send(HttpExchange exchange, int status, int from, int end, int announced) throws IOException {
        exchange.getResponseHeaders().set("ETag", tag);
        exchange.sendResponseHeaders(status, announced);
        sent.add(end - from); // before the client has the last byte and looks
        exchange.getResponseBody().write(content, from, end - from);
        exchange.getResponseBody().flush();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
