package io.framelog.ingest.source.tcp;

import io.framelog.ingest.source.BufferView;
import io.framelog.ingest.source.ConnectionFailure;
import io.framelog.ingest.source.RemoteAddress;
import io.framelog.ingest.source.Source;
import io.framelog.ingest.source.SourceEnd;
import io.framelog.ingest.source.SourceListener;
import io.framelog.process.FatalErrors;
import io.vertx.core.net.NetSocket;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection. The publisher gets no answer: its connection is closed, and the reason is in
 * the node's log.
 */
final class TcpSource implements Source {
  private final NetSocket socket;
  private boolean over;

  TcpSource(NetSocket socket) {
    this.socket = socket;
  }

  /** Passes the socket's bytes on from now on. */
  void start(SourceListener listener) {
    socket.handler(buffer -> listener.onBytes(BufferView.of(buffer)));
    // Called after all received bytes, including those buffered during a pause.
    socket.endHandler(nothing -> ended(listener, null));
    socket.exceptionHandler(
        failure -> {
          FatalErrors.endProcessOn(failure);
          ended(listener, ConnectionFailure.describe(failure));
        });
  }

  private void ended(SourceListener listener, @Nullable String failure) {
    if (over) {
      return;
    }
    over = true;
    if (failure == null) {
      listener.onFinished();
    } else {
      listener.onDisconnected(failure);
    }
  }

  @Override
  public String kind() {
    return "tcp";
  }

  @Override
  public String connection() {
    return "tcp:" + socket.remoteAddress();
  }

  @Override
  public Optional<String> remoteAddress() {
    return Optional.of(RemoteAddress.of(socket.remoteAddress()));
  }

  @Override
  public boolean announcesEnd() {
    return false;
  }

  @Override
  public void pause() {
    socket.pause();
  }

  @Override
  public void resume() {
    socket.resume();
  }

  @Override
  public void close(SourceEnd end) {
    over = true;
    socket.close();
  }
}
