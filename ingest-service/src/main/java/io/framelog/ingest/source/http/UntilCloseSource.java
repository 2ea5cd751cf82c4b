package io.framelog.ingest.source.http;

import io.framelog.ingest.source.EventLoop;
import io.framelog.ingest.source.Source;
import io.framelog.ingest.source.SourceEnd;
import io.framelog.ingest.source.SourceListener;
import io.framelog.log.IgnoredTrackInfo;
import io.framelog.log.StreamId;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A publisher whose body lasts until its connection is closed, see {@link UntilCloseRequest}.
 *
 * <pre>
 *   PUT, Expect: 100-continue ──▶ 100 Continue ◀── bytes … close      a refusal is answered
 *   SOURCE                    ──▶ 200 OK       ◀── bytes … close      a refusal later on just closes
 * </pre>
 */
final class UntilCloseSource implements Source {
  /** How long a refused publisher may take to read the answer. */
  private static final Duration LINGER = Duration.ofSeconds(1);

  private final HttpSource request;
  private final UntilCloseBody body;
  private final StreamId stream;
  private final EventLoop loop;
  private final boolean expectsContinue;

  /** A {@code SOURCE}, which is answered 200 at once. */
  private final boolean toldOk;

  private boolean started;
  private List<IgnoredTrackInfo> ignoredTracks = List.of();
  private boolean answered;
  private boolean over;

  /**
   * @param source the same request, which is answered through Vert.x until {@link #start}
   */
  UntilCloseSource(HttpServerRequest request, HttpSource source, StreamId stream, EventLoop loop) {
    this.request = source;
    this.body = UntilCloseBody.of(request);
    this.stream = stream;
    this.loop = loop;
    this.expectsContinue = UntilCloseRequest.expectsContinue(request);
    this.toldOk = UntilCloseRequest.SOURCE.equals(request.method());
    this.answered = toldOk;
  }

  /** Answers the head and passes the body's bytes on from now on. */
  void start(SourceListener listener) {
    started = true;
    body.start(
        new UntilCloseBody.Taker() {
          @Override
          public void bytes(ByteBuffer bytes) {
            if (!over) {
              listener.onBytes(bytes);
            }
          }

          @Override
          public void closed() {
            if (!over) {
              over = true;
              listener.onFinished();
            }
          }

          @Override
          public void broken(String why) {
            if (toldOk) {
              // A client that closes without reading the 200, as ffmpeg does, resets the
              // connection.
              closed();
            } else if (!over) {
              over = true;
              listener.onDisconnected(why);
            }
          }
        },
        firstAnswer());
  }

  private String firstAnswer() {
    if (toldOk) {
      return "HTTP/1.0 200 OK\r\n\r\n";
    }
    return expectsContinue ? "HTTP/1.1 100 Continue\r\n\r\n" : "";
  }

  @Override
  public String kind() {
    return request.kind();
  }

  @Override
  public String connection() {
    return request.connection();
  }

  @Override
  public Optional<String> remoteAddress() {
    return request.remoteAddress();
  }

  @Override
  public String query() {
    return request.query();
  }

  @Override
  public void ignoredTracks(List<IgnoredTrackInfo> tracks) {
    ignoredTracks = List.copyOf(tracks);
  }

  /** A process that is killed closes its connection in the same way. */
  @Override
  public boolean announcesEnd() {
    return false;
  }

  @Override
  public void pause() {
    body.setReading(false);
  }

  @Override
  public void resume() {
    body.setReading(true);
  }

  @Override
  public void close(SourceEnd end) {
    over = true;
    if (!started) {
      request.close(end);
      return;
    }
    if (!body.isOpen()) {
      return;
    }
    if (!answered) {
      answered = true;
      body.write(answer(end));
    }
    // If the connection were closed with unread bytes, TCP would reset it and discard the answer.
    body.setReading(true);
    loop.after(LINGER, body::close);
  }

  private String answer(SourceEnd end) {
    String json = PublishAnswer.of(stream, end, 0, ignoredTracks).encode();
    HttpResponseStatus status = HttpResponseStatus.valueOf(end.reason().httpStatus());
    return "HTTP/1.1 "
        + status
        + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
        + json.length()
        + "\r\n\r\n"
        + json;
  }
}
