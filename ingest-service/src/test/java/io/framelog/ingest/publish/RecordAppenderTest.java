package io.framelog.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.log.IgnoredTrackInfo;
import io.framelog.log.LogRecord;
import io.framelog.log.SessionLog;
import io.framelog.media.Bytes;
import io.framelog.media.chunk.ChunkHeader;
import io.framelog.media.chunk.MediaPart;
import io.framelog.media.packaging.InitSegment;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordAppenderTest {
  private static final long FRAME_US = 40_000;

  private final List<LogRecord.Header> headers = new ArrayList<>();
  private List<IgnoredTrackInfo> ignored = List.of();
  private final SessionLog log =
      (SessionLog)
          Proxy.newProxyInstance(
              SessionLog.class.getClassLoader(),
              new Class<?>[] {SessionLog.class},
              (proxy, method, arguments) -> method.getName().equals("session") ? 100L : null);
  private final RecordAppender appender =
      new RecordAppender(
          log,
          () -> ignored,
          new RecordAppender.AppendListener() {
            @Override
            public void headerAppended(LogRecord.Header header) {
              headers.add(header);
            }

            @Override
            public void partAppended(LogRecord.Part part) {
              // only headers are checked
            }

            @Override
            public void notJoinable(String advice) {
              // only headers are checked
            }
          });
  private long chunk;
  private long reachUs = 5_000_000_000L;

  private void chunk(int frames) {
    InitSegment init = new InitSegment("video/mp4", Bytes.EMPTY);
    appender.chunkStarted(new ChunkHeader(chunk, 0, init, List.of(), List.of(), 0, 0));
    for (int i = 0; i < frames; i++) {
      reachUs += FRAME_US;
      appender.part(
          new MediaPart(chunk, i, reachUs - FRAME_US, FRAME_US, reachUs, Bytes.wrap(new byte[1])));
    }
    chunk++;
  }

  @Test
  void aHeaderContainsTheLongestKeyframeIntervalSoFar() {
    List.of(25, 24, 26, 60, 25, 500, 25).forEach(this::chunk);

    assertThat(headers).extracting(LogRecord.Header::targetS).containsExactly(0, 1, 1, 1, 3, 3, 6);
  }

  @Test
  void aHeaderContainsTheIgnoredTracksAtTheStartOfItsChunk() {
    IgnoredTrackInfo mp2 = new IgnoredTrackInfo(2, "audio", "mp2", null, null);
    chunk(1);
    ignored = List.of(mp2);
    chunk(1);

    assertThat(headers)
        .extracting(LogRecord.Header::ignoredTracks)
        .containsExactly(List.of(), List.of(mp2));
  }
}
