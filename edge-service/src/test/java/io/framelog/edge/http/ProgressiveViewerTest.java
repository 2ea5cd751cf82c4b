package io.framelog.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.edge.channel.ChannelEvent;
import io.framelog.edge.channel.GapReason;
import io.framelog.edge.channel.NoMetrics;
import io.framelog.edge.channel.RecordTranslator;
import io.framelog.edge.frame.FrameWriter;
import io.framelog.edge.frame.SharedFrame;
import io.framelog.edge.message.MessageFrames;
import io.framelog.log.LogId;
import io.framelog.log.LogRecord;
import io.framelog.log.LoggedRecord;
import io.framelog.log.StreamId;
import io.vertx.core.http.HttpServerResponse;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProgressiveViewerTest {
  private static final StreamId CAM = new StreamId("cam");

  /** Records what is written, and the end of the body. */
  private static final class Body implements FrameWriter {
    final List<String> story = new ArrayList<>();
    boolean writable = true;

    @Override
    public boolean isWritable() {
      return writable;
    }

    @Override
    public void write(SharedFrame frame) {
      story.add(frame.payloadText());
    }

    @Override
    public void flush() {
      // nothing is buffered
    }

    @Override
    public long pendingBytes() {
      return 0;
    }

    @Override
    public void close(int code, String reason) {
      story.add("end");
    }

    @Override
    public void abort() {
      story.add("abort");
    }
  }

  private final List<GapReason> gaps = new ArrayList<>();
  private final NoMetrics metrics =
      new NoMetrics() {
        @Override
        public void gap(StreamId stream, GapReason reason) {
          gaps.add(reason);
        }
      };
  private final RecordTranslator translator =
      new RecordTranslator(new LogId("log00001"), new MessageFrames(), metrics);
  private final List<ChannelEvent> given = new ArrayList<>();
  private final Body body = new Body();
  private int status;
  private final HttpServerResponse response =
      (HttpServerResponse)
          Proxy.newProxyInstance(
              HttpServerResponse.class.getClassLoader(),
              new Class<?>[] {HttpServerResponse.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("setStatusCode")) {
                  status = (int) arguments[0];
                }
                return method.getReturnType() == HttpServerResponse.class ? proxy : null;
              });
  private final ProgressiveViewer viewer =
      new ProgressiveViewer(
          response,
          body,
          new ResponseTimeline(),
          new ProgressiveViewer.Request(
              CAM, MediaContainer.MP4, 100, () -> Refusal.notHeardOf(CAM)),
          metrics);
  private long offset = 100;

  @AfterEach
  void everyReferenceIsReleased() {
    viewer.gone();
    for (ChannelEvent event : given) {
      event.release();
      if (event instanceof ChannelEvent.Single single) {
        assertThat(single.frame().references()).isZero();
      }
    }
  }

  private void chunk(long chunk, int disc, int... parts) {
    give(new LogRecord.Header(100, chunk, disc, "video/mp4", List.of(), 0, 0, bytes("init")));
    for (int part : parts) {
      give(new LogRecord.Part(100, chunk, part, part + 1, 0, 40_000, bytes("c" + chunk + part)));
    }
  }

  private void give(LogRecord record) {
    deliver(translator.translate(List.of(new LoggedRecord(offset++, 0, record))));
  }

  private void deliver(List<ChannelEvent> events) {
    for (ChannelEvent event : events) {
      given.add(event);
      viewer.deliver(event);
    }
    viewer.flush();
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void consecutiveChunksAreOneBody() {
    chunk(1, 0, 0, 1);
    chunk(2, 0, 0);
    assertThat(status).isEqualTo(200);
    assertThat(body.story).containsExactly("init", "c10", "c11", "c20");
  }

  @Test
  void aMissingPartEndsTheBodyAndNothingFollows() {
    chunk(1, 0, 0, 2, 3);
    chunk(2, 0, 0);
    assertThat(body.story).containsExactly("init", "c10", "end");
    assertThat(gaps).containsExactly(GapReason.MISSING);
  }

  @Test
  void aMissingChunkEndsTheBody() {
    chunk(1, 0, 0);
    chunk(3, 0, 0);
    assertThat(body.story).containsExactly("init", "c10", "end");
  }

  @Test
  void anotherSessionEndsTheBodyEvenWithTheSameInitSegment() {
    chunk(1, 0, 0);
    chunk(2, 1, 0);
    assertThat(body.story).containsExactly("init", "c10", "end");
  }

  @Test
  void aBusyLoopsSkipEndsTheBody() {
    chunk(1, 0, 0);
    viewer.skip(GapReason.BUSY);
    assertThat(body.story).containsExactly("init", "c10", "end");
    assertThat(gaps).containsExactly(GapReason.BUSY);
  }

  @Test
  void queuedPartsAreWrittenBeforeTheEnd() {
    chunk(1, 0, 0);
    body.writable = false;
    chunk(2, 0, 0);
    give(new LogRecord.End(100, 1, "publisher closed"));
    assertThat(body.story).containsExactly("init", "c10");
    assertThat(viewer.isOver()).isFalse();

    body.writable = true;
    viewer.drained();
    assertThat(body.story).containsExactly("init", "c10", "c20", "end");
    assertThat(viewer.isOver()).isTrue();
  }

  @Test
  void aPartThatDoesNotFitEndsTheBody() {
    chunk(1, 0, 0);
    body.writable = false;
    int[] parts = new int[40];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = i;
    }
    chunk(2, 0, parts);
    assertThat(body.story).containsExactly("init", "c10", "end");
    assertThat(gaps).containsExactly(GapReason.SLOW);
  }

  @Test
  void aMovedClientIsServedToTheEndOfItsChunk() {
    chunk(1, 0, 0);
    viewer.move();
    give(new LogRecord.Part(100, 1, 1, 2, 0, 40_000, bytes("c11")));
    chunk(2, 0, 0);
    assertThat(body.story).containsExactly("init", "c10", "c11", "end");
  }

  @Test
  void aMovedClientWithoutMediaIsRefused() {
    viewer.move();
    assertThat(status).isEqualTo(503);
    chunk(1, 0, 0);
    assertThat(body.story).isEmpty();
  }

  @Test
  void aClientIsRefusedWhenNoChunkBegins() {
    viewer.overdue();
    assertThat(status).isEqualTo(503);
    chunk(1, 0, 0);
    viewer.overdue();
    assertThat(body.story).isEmpty();
  }
}
