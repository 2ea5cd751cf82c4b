package io.framelog.ingest.source.websocket;

import io.framelog.ingest.source.BufferView;
import io.framelog.ingest.source.ConnectionFailure;
import io.framelog.ingest.source.EndReason;
import io.framelog.ingest.source.EventLoop;
import io.framelog.ingest.source.RemoteAddress;
import io.framelog.ingest.source.Source;
import io.framelog.ingest.source.SourceEnd;
import io.framelog.ingest.source.SourceListener;
import io.framelog.log.IgnoredTrackInfo;
import io.framelog.process.FatalErrors;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One publisher's WebSocket. Binary messages are the container's bytes, split anywhere: message
 * boundaries have no meaning, so frames are passed on as they arrive and are not reassembled. Text
 * messages are {@link PublisherMessage}s.
 *
 * <pre>
 *   publisher                        this node
 *      | &lt;binary&gt; …                     |  sniffed, parsed, stream claimed
 *      |                     accepted   |
 *      | &lt;binary&gt; …                     |
 *      |              paused, resumed   |  Kafka is slow: the socket is not read
 *      | start, &lt;binary&gt; …              |  the recorder restarted: a header follows
 *      | end                            |
 *      |     ended or refused, close    |
 * </pre>
 */
final class WebSocketSource implements Source {
  /** 1000 done, 1001 the tab was closed, 1005 no code. */
  private static final Set<Integer> IN_ORDER = Set.of(1000, 1001, 1005);

  /** How long a peer may take to answer a close frame. */
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

  /** RFC 6455 §7.4.1. */
  private static final short TOO_BIG = 1009;

  private final ServerWebSocket socket;
  private final SocketReading reading;
  private final String stream;
  private final WebSocketSettings settings;
  private final EventLoop loop;
  private final MessageRate rate;
  private final StringBuilder text = new StringBuilder();
  private boolean inText;
  private @Nullable SourceListener listener;
  private List<IgnoredTrackInfo> ignoredTracks = List.of();
  private boolean tooLong;
  private boolean accepted;
  private boolean over;
  private boolean toldToPause;

  /**
   * @param stream what the path names
   */
  WebSocketSource(
      ServerWebSocket socket,
      SocketReading reading,
      String stream,
      WebSocketSettings settings,
      EventLoop loop) {
    this.socket = socket;
    this.reading = reading;
    this.stream = stream;
    this.settings = settings;
    this.loop = loop;
    this.rate = new MessageRate(settings.messagesPerSecond(), loop.nanoTime());
  }

  /** Passes the socket's bytes on from now on. */
  void start(SourceListener listener) {
    this.listener = listener;
    socket.frameHandler(frame -> onFrame(frame, listener));
    // Called after all received frames, including those buffered during a pause.
    socket.endHandler(nothing -> ended(listener));
    socket.exceptionHandler(failure -> failed(listener, failure));
  }

  private void failed(SourceListener listener, Throwable failure) {
    FatalErrors.endProcessOn(failure);
    broken(listener, ConnectionFailure.describe(failure));
  }

  /** A message, complete or not, has more bytes than a publisher may send. */
  void refuseTooLong() {
    tooLong = true;
    SourceListener told = listener;
    SourceEnd end =
        limit(
            "a binary message of more than "
                + settings.messageBytes()
                + " bytes, or a text message of more than "
                + PublisherMessage.MAX);
    if (told == null) {
      close(end);
    } else if (!over) {
      told.onRefused(end);
    }
  }

  private void onFrame(WebSocketFrame frame, SourceListener listener) {
    if (over) {
      return;
    }
    if (frame.isText() || frame.isBinary()) {
      inText = frame.isText();
      if (!rate.take(loop.nanoTime())) {
        listener.onRefused(
            limit("more than " + settings.messagesPerSecond() + " messages a second"));
        return;
      }
    } else if (!frame.isContinuation()) {
      return;
    }
    if (inText) {
      onText(frame, listener);
    } else {
      listener.onBytes(BufferView.of(frame.binaryData()));
    }
  }

  private void onText(WebSocketFrame frame, SourceListener listener) {
    text.append(frame.textData());
    if (!frame.isFinal()) {
      return;
    }
    String message = text.toString();
    text.setLength(0);
    try {
      switch (PublisherMessage.parse(message)) {
        case START -> listener.onRestart();
        case END -> {
          over = true;
          listener.onFinished();
        }
        case UNKNOWN -> {
          // Sent by a newer publisher.
        }
      }
    } catch (IllegalArgumentException e) {
      listener.onRefused(
          new SourceEnd(EndReason.MALFORMED, e.getMessage() + "; media is sent in binary ones"));
    }
  }

  private static SourceEnd limit(String what) {
    return new SourceEnd(EndReason.LIMIT_EXCEEDED, what);
  }

  private void ended(SourceListener listener) {
    if (over) {
      return;
    }
    Short code = socket.closeStatusCode();
    if (code != null && IN_ORDER.contains((int) code)) {
      over = true;
      listener.onFinished();
    } else {
      broken(listener, code == null ? "connection lost" : "closed with code " + code);
    }
  }

  private void broken(SourceListener listener, String failure) {
    if (!over) {
      over = true;
      listener.onDisconnected(failure);
    }
  }

  @Override
  public String kind() {
    return "websocket";
  }

  @Override
  public String connection() {
    return "ws:" + socket.remoteAddress();
  }

  @Override
  public String query() {
    return Objects.requireNonNullElse(socket.query(), "");
  }

  @Override
  public Optional<String> remoteAddress() {
    return Optional.of(RemoteAddress.of(socket.remoteAddress()));
  }

  @Override
  public void ignoredTracks(List<IgnoredTrackInfo> tracks) {
    ignoredTracks = tracks;
    if (accepted && !over) {
      say(PublisherMessage.ignoredTracks(tracks));
    }
  }

  @Override
  public void claimed(long session) {
    accepted = true;
    say(PublisherMessage.accepted(stream, session, settings.watchUrl(), ignoredTracks));
  }

  @Override
  public void pause() {
    reading.pause(socket);
    if (accepted && !over) {
      toldToPause = true;
      say(PublisherMessage.paused());
    }
  }

  @Override
  public void resume() {
    reading.resume(socket);
    // The pause while the stream was claimed began before the publisher was accepted.
    if (toldToPause && !over) {
      toldToPause = false;
      say(PublisherMessage.resumed());
    }
  }

  @Override
  public void close(SourceEnd end) {
    over = true;
    if (socket.isClosed()) {
      return;
    }
    say(PublisherMessage.over(end));
    socket.close(
        tooLong ? TOO_BIG : PublisherMessage.closeCode(end.reason()),
        PublisherMessage.closeReason(end));
    // If the connection were closed with unread bytes, TCP would reset it and discard the answer.
    // So reading continues until the close frame is answered.
    reading.resume(socket);
    loop.after(
        CLOSE_PATIENCE,
        () -> {
          if (!socket.isClosed()) {
            reading.abort();
          }
        });
  }

  private void say(String message) {
    if (!socket.isClosed()) {
      socket.writeTextMessage(message);
    }
  }
}
