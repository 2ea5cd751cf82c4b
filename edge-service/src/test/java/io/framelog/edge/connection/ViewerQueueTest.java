package io.framelog.edge.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.edge.channel.NoMetrics;
import io.framelog.edge.frame.SharedFrame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ViewerQueueTest {
  private final AtomicLong queued = new AtomicLong();
  private final NotingSocket socket = new NotingSocket();
  private final NoMetrics metrics =
      new NoMetrics() {
        @Override
        public void queued(long change) {
          queued.addAndGet(change);
        }
      };
  private final ViewerQueue queue = new ViewerQueue(socket, 250, metrics);
  private final SharedFrame frame = SharedFrame.binary(ByteBuffer.wrap(new byte[98]));

  @AfterEach
  void everyReferenceIsReleased() {
    queue.close();
    assertThat(queued).hasValue(0);
    frame.release();
    assertThat(frame.references()).isZero();
  }

  @Test
  void aWritableSocketIsWrittenAtOnce() {
    assertThat(queue.send(frame)).isTrue();
    assertThat(socket.story).hasSize(1);
    assertThat(queue.waitingBytes()).isZero();
    assertThat(queue.takeSentBytes()).isEqualTo(100);
  }

  @Test
  void framesForAFullSocketAreQueuedUpToTheBound() {
    socket.writable = false;
    assertThat(queue.send(frame)).isTrue();
    assertThat(queue.send(frame)).isTrue();
    assertThat(queue.send(frame)).isFalse();
    assertThat(queue.waitingBytes()).isEqualTo(200);
    assertThat(queued).hasValue(200);
    assertThat(frame.references()).isEqualTo(3);

    socket.writable = true;
    queue.drain();
    assertThat(socket.story).hasSize(2);
    assertThat(frame.references()).isEqualTo(1);
  }

  @Test
  void aJoiningViewersChunkMayExceedTheBoundUntilTheQueueIsEmpty() {
    socket.writable = false;
    queue.allow(300);
    for (int i = 0; i < 5; i++) {
      assertThat(queue.send(frame)).isTrue();
    }
    assertThat(queue.send(frame)).isFalse();

    socket.writable = true;
    queue.drain();
    socket.writable = false;
    queue.send(frame);
    queue.send(frame);
    assertThat(queue.send(frame)).isFalse();
  }

  @Test
  void aWriteThatMakesTheSocketWritableIsNotOvertaken() {
    // given a socket that drains, and reports it, just before it accepts the next frame
    List<SharedFrame> taken = new ArrayList<>();
    ViewerQueue[] asked = new ViewerQueue[1];
    NotingSocket eager =
        new NotingSocket() {
          @Override
          public void write(SharedFrame next) {
            asked[0].drain();
            taken.add(next);
          }
        };
    asked[0] = new ViewerQueue(eager, 1_000, metrics);
    List<SharedFrame> sent = new ArrayList<>();
    eager.writable = false;
    for (int i = 0; i < 5; i++) {
      SharedFrame numbered = SharedFrame.binary(ByteBuffer.wrap(new byte[i]));
      sent.add(numbered);
      assertThat(asked[0].send(numbered)).isTrue();
    }

    // when the queued frames are written
    eager.writable = true;
    asked[0].drain();

    // then they are written in order
    assertThat(taken).containsExactlyElementsOf(sent);
    sent.forEach(SharedFrame::release);
  }

  @Test
  void clearingReleasesTheQueuedFrames() {
    socket.writable = false;
    queue.send(frame);
    queue.send(frame);
    assertThat(queue.clear()).isEqualTo(2);
    assertThat(frame.references()).isEqualTo(1);
    assertThat(queue.waitingBytes()).isZero();
  }
}
