package io.framelog.ingest.source.http;

import io.framelog.ingest.source.BufferView;
import io.framelog.ingest.source.ConnectionFailure;
import io.framelog.ingest.source.EventLoop;
import io.framelog.ingest.source.RemoteAddress;
import io.framelog.ingest.source.Source;
import io.framelog.ingest.source.SourceEnd;
import io.framelog.ingest.source.SourceListener;
import io.framelog.log.IgnoredTrackInfo;
import io.framelog.log.StreamId;
import io.framelog.process.FatalErrors;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One HTTP request whose body is a publisher's container. */
final class HttpSource implements Source {
  /** How long a rejected publisher may take to read the answer. */
  private static final Duration LINGER = Duration.ofSeconds(1);

  private final HttpServerRequest request;
  private final @Nullable StreamId stream;
  private final EventLoop loop;
  private List<IgnoredTrackInfo> ignoredTracks = List.of();
  private long bytes;
  private boolean over;
  private boolean bodyRead;
  private boolean paused;
  private @Nullable String brokenBy;
  private @Nullable SourceListener listener;

  /**
   * @param stream what the path names; null when that is no stream id
   */
  HttpSource(HttpServerRequest request, @Nullable StreamId stream, EventLoop loop) {
    this.request = request;
    this.stream = stream;
    this.loop = loop;
  }

  /** Passes the body's bytes on from now on. */
  void start(SourceListener listener) {
    this.listener = listener;
    request.handler(
        buffer -> {
          bytes += buffer.length();
          if (!over) {
            listener.onBytes(BufferView.of(buffer));
          }
        });
    request.endHandler(
        nothing -> {
          bodyRead = true;
          if (!over) {
            over = true;
            listener.onFinished();
          }
        });
    request.exceptionHandler(this::broken);
    request.response().exceptionHandler(this::broken);
  }

  /** The connection broke; bytes received during a pause are still passed on. */
  private void broken(Throwable failure) {
    FatalErrors.endProcessOn(failure);
    brokenBy = ConnectionFailure.describe(failure);
    endIfBrokenSoon();
  }

  /** After the task in which Vert.x passes on what it buffered during a pause. */
  private void endIfBrokenSoon() {
    loop.execute(this::endIfBroken);
  }

  private void endIfBroken() {
    SourceListener to = listener;
    String why = brokenBy;
    if (to != null && why != null && !over && !paused) {
      over = true;
      to.onDisconnected(why);
    }
  }

  @Override
  public String kind() {
    return "http";
  }

  @Override
  public String connection() {
    return "http:" + request.remoteAddress();
  }

  @Override
  public String query() {
    return Objects.requireNonNullElse(request.query(), "");
  }

  @Override
  public Optional<String> remoteAddress() {
    return Optional.of(RemoteAddress.of(request.remoteAddress()));
  }

  @Override
  public void ignoredTracks(List<IgnoredTrackInfo> tracks) {
    ignoredTracks = tracks;
  }

  @Override
  public void pause() {
    paused = true;
    // HTTP/2 does not allow it once the body has ended.
    if (!bodyRead) {
      request.pause();
    }
  }

  @Override
  public void resume() {
    paused = false;
    if (!bodyRead) {
      request.resume();
    }
    if (brokenBy != null) {
      endIfBrokenSoon();
    }
  }

  @Override
  public void close(SourceEnd end) {
    over = true;
    HttpServerResponse response = request.response();
    if (response.closed() || response.ended()) {
      return;
    }
    response
        .setStatusCode(end.reason().httpStatus())
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
    if (!bodyRead && request.version() != HttpVersion.HTTP_2) {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    response.end(PublishAnswer.of(stream, end, bytes, ignoredTracks).toBuffer());
    if (!bodyRead) {
      // If the connection were closed with unread bytes, TCP would reset it and discard the answer.
      request.handler(ignored -> {});
      request.resume();
      loop.after(LINGER, this::hangUp);
    }
  }

  private void hangUp() {
    if (request.version() == HttpVersion.HTTP_2) {
      request.response().reset();
    } else {
      request.connection().close();
    }
  }
}
