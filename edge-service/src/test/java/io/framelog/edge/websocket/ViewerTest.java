package io.framelog.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.edge.channel.ChannelEvent;
import io.framelog.edge.channel.GapReason;
import io.framelog.edge.channel.NoMetrics;
import io.framelog.edge.channel.RecordTranslator;
import io.framelog.edge.connection.NotingSocket;
import io.framelog.edge.message.MessageFrames;
import io.framelog.edge.message.ServerMessage;
import io.framelog.log.LogId;
import io.framelog.log.LogRecord;
import io.framelog.log.LoggedRecord;
import io.framelog.log.StreamId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ViewerTest {
  private static final StreamId STREAM = new StreamId("cam1");

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
  private final NotingSocket socket = new NotingSocket();
  private long offset = 100;
  private Viewer viewer = new Viewer(socket, new Viewer.Settings(STREAM, true, 1_000), metrics);

  @AfterEach
  void release() {
    viewer.gone();
    given.forEach(ChannelEvent::release);
  }

  private void chunk(long chunk, String init, int parts) {
    give(
        new LogRecord.Header(
            100, chunk, init.equals("init") ? 1 : 2, "video/mp4", List.of(), 0, 0, bytes(init)));
    for (int i = 0; i < parts; i++) {
      give(new LogRecord.Part(100, chunk, i, i + 1, 0, 40_000, bytes("c" + chunk + "p" + i)));
    }
  }

  private void give(LogRecord record) {
    for (ChannelEvent event :
        translator.translate(List.of(new LoggedRecord(offset++, 0, record)))) {
      given.add(event);
      viewer.deliver(event);
    }
    viewer.flush();
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void theInitSegmentIsSentOnceAndAgainWhenItChanges() {
    chunk(0, "init", 1);
    chunk(1, "init", 1);
    chunk(2, "other", 1);

    assertThat(socket.story)
        .containsExactly(
            "start", "init", "chunk", "c0p0", "chunk", "c1p0", "start", "other", "chunk", "c2p0");
  }

  @Test
  void aFullQueueSkipsToTheNextChunkAndReportsHowManyWereLost() {
    chunk(0, "init", 1);
    socket.writable = false;
    chunk(1, "init", 200);
    chunk(2, "init", 200);
    socket.writable = true;
    viewer.drained();
    socket.story.clear();

    chunk(3, "init", 1);

    assertThat(socket.story).containsExactly("gap", "start", "init", "chunk", "c3p0");
    assertThat(socket.lastGap).contains("\"reason\":\"slow\"");
    assertThat(gaps).contains(GapReason.SLOW);
  }

  @Test
  void aGapIsSentEvenWhenTheQueueHasNoRoomForIt() {
    // given an almost full queue when the viewer's loop has dropped parts
    chunk(0, "init", 1);
    socket.writable = false;
    for (int i = 1; viewer.waitingBytes() < 985; i++) {
      give(new LogRecord.Part(100, 0, i, i + 1, 0, 40_000, bytes("c0p" + i)));
    }
    viewer.skip(GapReason.BUSY);

    // when the next chunk arrives, and then the socket is writable again
    chunk(1, "init", 1);
    socket.story.clear();
    socket.writable = true;
    viewer.drained();

    // then the player gets the gap and the complete chunk
    assertThat(socket.story).containsExactly("gap", "start", "init", "chunk", "c1p0");
    assertThat(gaps).containsExactly(GapReason.BUSY);
  }

  /**
   * Fills the queue almost completely with parts of chunk 0, of which the socket accepted the
   * first.
   *
   * @return index of the next part
   */
  private int fillTheQueue() {
    chunk(0, "init", 1);
    socket.writable = false;
    int next = 1;
    while (viewer.waitingBytes() < 985) {
      part(next++);
    }
    socket.story.clear();
    return next;
  }

  private void part(int part) {
    give(new LogRecord.Part(100, 0, part, part + 1, 0, 40_000, bytes("c0p" + part)));
  }

  private void drain() {
    socket.writable = true;
    viewer.drained();
  }

  @Test
  void aChunkWhoseStartDoesNotFitIsSkippedCompletely() {
    fillTheQueue();

    // when a chunk with another init segment arrives, and its start does not fit
    chunk(1, "other", 2);
    drain();

    // then the player gets no init segment that it would use as a part, and the complete next chunk
    assertThat(socket.story).isEmpty();
    chunk(2, "other", 1);
    assertThat(socket.story).containsExactly("gap", "start", "other", "chunk", "c2p0");
    assertThat(socket.lastGap).contains("\"reason\":\"slow\",\"chunks\":2");
  }

  @Test
  void aPartWhosePositionDoesNotFitIsSkipped() {
    int next = fillTheQueue();

    // when there is a foreign record before the next part
    give(new LogRecord.Claim("refused/1"));
    part(next);
    drain();

    // then that part is not sent after the dropped ones
    assertThat(socket.story).isEmpty();
  }

  @Test
  void waitingIsSentEvenWhenTheQueueHasNoRoomForIt() {
    fillTheQueue();

    ChannelEvent nobody = new ChannelEvent.StreamOffline(new ServerMessage.Waiting().frame());
    given.add(nobody);
    viewer.deliver(nobody);
    drain();

    assertThat(socket.story).containsExactly("gap", "waiting");
    assertThat(gaps).containsExactly(GapReason.SLOW);
  }

  @Test
  void aGapCountsTheChunksThatWereQueuedAndNeverSent() {
    // given chunk 0 sent to the player, and 1 and 2 in the queue
    chunk(0, "init", 1);
    socket.writable = false;
    chunk(1, "init", 1);
    chunk(2, "init", 1);

    // when chunk 3 does not fit
    chunk(3, "init", 200);
    drain();
    chunk(4, "init", 1);

    assertThat(socket.lastGap).contains("\"reason\":\"slow\",\"chunks\":3");
  }

  @Test
  void aPositionIsSentAfterForeignRecordsBetweenParts() {
    chunk(0, "init", 1);
    for (int i = 0; i < 3; i++) {
      give(new LogRecord.Claim("refused/1"));
    }
    give(new LogRecord.Part(100, 0, 1, 5, 0, 40_000, bytes("c0p1")));

    assertThat(socket.story).endsWith("c0p0", "position", "c0p1");
    assertThat(viewer.position()).hasToString("Optional[log00001.106]");
  }

  @Test
  void afterWaitingThePlayerGetsAStartEvenWithTheSameInitSegment() {
    chunk(0, "init", 1);
    ChannelEvent nobody = new ChannelEvent.StreamOffline(new ServerMessage.Waiting().frame());
    given.add(nobody);
    viewer.deliver(nobody);

    chunk(1, "init", 1);

    assertThat(socket.story).endsWith("waiting", "start", "init", "chunk", "c1p0");
  }

  @Test
  void afterAPublishersSilenceThePlayerContinuesAtTheNextPart() {
    chunk(0, "init", 2);
    deliver(new ChannelEvent.PublisherSilent(103, new ServerMessage.End("node gone").frame()));
    deliver(new ChannelEvent.StreamOffline(new ServerMessage.Waiting().frame()));
    translator.leave(100);
    socket.story.clear();

    part(2);

    assertThat(socket.story).containsExactly("start", "init", "chunk", "position", "c0p2");
    assertThat(gaps).isEmpty();
  }

  @Test
  void aViewerWithoutAllPartsOfTheInterruptedChunkGetsTheNextChunk() {
    fillTheQueue();
    viewer.skip(GapReason.BUSY);
    drain();
    deliver(new ChannelEvent.PublisherSilent(103, new ServerMessage.End("node gone").frame()));
    socket.story.clear();

    deliver(new ChannelEvent.ChunkResumed(opened()).retain());

    assertThat(socket.story).isEmpty();
  }

  private ChannelEvent.ChunkOpened opened() {
    return given.stream()
        .filter(ChannelEvent.ChunkOpened.class::isInstance)
        .map(ChannelEvent.ChunkOpened.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private void deliver(ChannelEvent event) {
    given.add(event.retain());
    viewer.deliver(event);
    event.release();
  }

  @Test
  void aViewerThatResumesDoesNotGetPartsThatItHas() {
    viewer.resumeAt(103);
    chunk(0, "init", 4);

    assertThat(socket.story).containsExactly("start", "init", "chunk", "position", "c0p2", "c0p3");
  }

  @Test
  void bytesOnlyMeansNoTextAndAnEndWhenTheInitSegmentChanges() {
    viewer = new Viewer(socket, new Viewer.Settings(STREAM, false, 1_000), metrics);
    chunk(0, "init", 1);
    chunk(1, "init", 1);
    assertThat(socket.story).containsExactly("init", "c0p0", "c1p0");

    chunk(2, "other", 1);

    assertThat(socket.closeCode).isEqualTo(Viewer.HEADER_CHANGED);
    assertThat(socket.story).containsExactly("init", "c0p0", "c1p0");
  }
}
