package io.framelog.it.publish;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends a file from ffmpeg unchanged and at about its live pace, so that a viewer's media can be
 * compared with it: ffmpeg changes times when it reads and sends a file.
 *
 * @param pace duration of the transfer
 */
public record PacedFile(Path file, Duration pace) {
  /** A prime number, so that slices begin and end anywhere. */
  private static final int SLICE = 1777;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Sends it to a TCP port and closes; completes when all bytes are written. */
  public CompletableFuture<Void> publish(int port) {
    return CompletableFuture.runAsync(() -> send(port, ""));
  }

  /** Sends it as the body of a request; completes with the node's positive response. */
  public CompletableFuture<Void> put(int port, String path) {
    return CompletableFuture.runAsync(() -> send(port, "PUT " + path + " HTTP/1.1\r\n"));
  }

  private void send(int port, String requestLine) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      byte[] bytes = Files.readAllBytes(file);
      if (!requestLine.isEmpty()) {
        String head =
            requestLine + "Host: localhost\r\nConnection: close\r\nContent-Length: " + bytes.length;
        out.write((head + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      }
      long start = System.nanoTime();
      for (int at = 0; at < bytes.length; at += SLICE) {
        long due = start + (long) (pace.toNanos() * ((double) at / bytes.length));
        for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
          LockSupport.parkNanos(wait);
        }
        out.write(bytes, at, Math.min(SLICE, bytes.length - at));
      }
      if (!requestLine.isEmpty()) {
        checkAnswer(socket);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file + " was not sent", e);
    }
  }

  private void checkAnswer(Socket socket) throws IOException {
    socket.setSoTimeout((int) PATIENCE.toMillis());
    String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    if (!answer.startsWith("HTTP/1.1 200 ")) {
      throw new IllegalStateException(file + " was not accepted: " + answer);
    }
  }
}
