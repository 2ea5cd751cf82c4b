package io.framelog.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.edge.channel.ChannelEvent.ChunkOpened;
import io.framelog.edge.channel.ChannelEvent.PartArrived;
import io.framelog.edge.frame.SharedFrame;
import io.framelog.log.LogId;
import io.framelog.log.Position;
import io.framelog.media.AudioFormat;
import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.Track;
import io.framelog.media.VideoFormat;
import io.framelog.media.codec.OpusHead;
import io.framelog.media.codec.Vp9Config;
import io.framelog.media.packaging.InitSegment;
import io.framelog.media.packaging.Packager;
import io.framelog.media.packaging.Packagers;
import io.framelog.media.packaging.PartTimes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResponseTimelineTest {
  private static final long HOUR_MS = 3_600_000;

  enum Container {
    MP4(90),
    WEBM(1);

    final int pictureTicksPerMs;

    Container(int pictureTicksPerMs) {
      this.pictureTicksPerMs = pictureTicksPerMs;
    }

    int soundTicksPerMs() {
      return this == MP4 ? 48 : 1;
    }

    private Track picture() {
      Codec codec = this == MP4 ? Codec.VP9 : Codec.VP8;
      Bytes config =
          this == MP4 ? new Vp9Config(0, 11, 8, 1, false, 2, 2, 2).toBytes() : Bytes.EMPTY;
      VideoFormat format = new VideoFormat(320, 180, 25);
      return new Track(1, codec, config, 90_000, 0, format, null, "und");
    }

    Packager packager(boolean withSound) {
      Bytes opus = new OpusHead(2, 0, 48_000, 0, 0, Bytes.EMPTY).toBytes();
      AudioFormat format = new AudioFormat(48_000, 2);
      Track sound = new Track(2, Codec.OPUS, opus, 48_000, 960, null, format, "und");
      return Packagers.forTracks(withSound ? List.of(picture(), sound) : List.of(picture()));
    }
  }

  /** One response: the parts that it is given, and the bytes that its client gets. */
  private static final class Response {
    final ResponseTimeline timeline = new ResponseTimeline();
    final List<ByteBuffer> got = new ArrayList<>();
    final FirstParts firstParts = new FirstParts(timeline, this::write);
    final PartTimes times;

    Response(InitSegment init) {
      ByteBuffer bytes = init.bytes().buffer();
      SharedFrame nothing = SharedFrame.text("");
      Position position = new Position(new LogId("log00001"), 1);
      firstParts.begin(
          new ChunkOpened(1, position, 1, 0, init.mime(), bytes, nothing, nothing, nothing));
      nothing.release();
      times = PartTimes.of(init.mime(), bytes);
    }

    /** Applies the patch as a writer does. */
    private void write(SharedFrame frame) {
      int copied = timeline.copiedBytes(frame.payload());
      ByteBuf bytes = frame.retainedPayload();
      ByteBuf copy = Unpooled.copiedBuffer(bytes);
      bytes.release();
      if (copied > 0) {
        ByteBuf head = copy.slice(0, copied);
        timeline.change(head, 0);
      }
      got.add(copy.nioBuffer());
    }

    List<Long> ticks(int part) {
      List<Long> ticks = new ArrayList<>();
      int found = times.find(got.get(part));
      for (int i = 0; i < found; i++) {
        ticks.add(times.ticks(i));
      }
      return ticks;
    }
  }

  private final List<SharedFrame> frames = new ArrayList<>();

  @AfterEach
  void everyReferenceIsReleased() {
    for (SharedFrame frame : frames) {
      frame.release();
      assertThat(frame.references()).isZero();
    }
  }

  private static void picture(Packager packager, Container container, long ms) {
    long at = ms * container.pictureTicksPerMs;
    packager.add(0, at, at, 40L * container.pictureTicksPerMs, true, frame());
  }

  private static void sound(Packager packager, Container container, long ms) {
    long at = ms * container.soundTicksPerMs();
    packager.add(1, at, at, 20L * container.soundTicksPerMs(), true, frame());
  }

  private static ByteBuffer frame() {
    return ByteBuffer.allocate(30);
  }

  private PartArrived part(Packager packager, long ms) {
    return part(packager.finishPart().buffer(), ms);
  }

  private PartArrived part(ByteBuffer bytes, long ms) {
    SharedFrame frame = SharedFrame.binary(bytes);
    frames.add(frame);
    return new PartArrived(1, 1, ms * 1000, frame);
  }

  @ParameterizedTest
  @EnumSource
  void theFirstPictureIsAtZeroAndTheIntervalsStay(Container container) {
    Packager packager = container.packager(false);
    Response response = new Response(packager.initSegment());
    for (int i = 0; i < 3; i++) {
      picture(packager, container, HOUR_MS + 40L * i);
      response.firstParts.add(part(packager, HOUR_MS + 40L * i));
    }
    assertThat(response.got).hasSize(3);
    long frame = 40L * container.pictureTicksPerMs;
    assertThat(List.of(response.ticks(0), response.ticks(1), response.ticks(2)))
        .containsExactly(List.of(0L), List.of(frame), List.of(2 * frame));
  }

  @ParameterizedTest
  @EnumSource
  void audioThatBeginsBeforeThePictureIsAtZero(Container container) {
    Packager packager = container.packager(true);
    Response response = new Response(packager.initSegment());
    picture(packager, container, HOUR_MS);
    response.firstParts.add(part(packager, HOUR_MS));
    assertThat(response.got).as("held until audio arrives").isEmpty();

    // when the next part contains audio from 30 ms before the picture
    sound(packager, container, HOUR_MS - 30);
    picture(packager, container, HOUR_MS + 40);
    response.firstParts.add(part(packager, HOUR_MS + 40));

    long ms = container.pictureTicksPerMs;
    assertThat(response.ticks(0)).containsExactly(30 * ms);
    assertThat(response.ticks(1))
        .isEqualTo(container == Container.MP4 ? List.of(70 * ms, 0L) : List.of(0L));

    // and a client that joins one part later begins there
    Response late = new Response(packager.initSegment());
    late.firstParts.add(
        new PartArrived(1, 1, 0, frames.get(1))); // the same memory that the first client was sent
    assertThat(late.ticks(0))
        .isEqualTo(container == Container.MP4 ? List.of(70 * ms, 0L) : List.of(0L));
  }

  @Test
  void missingAudioIsNotAwaitedForLongAndNeverBeginsBeforeZero() {
    Packager packager = Container.MP4.packager(true);
    Response response = new Response(packager.initSegment());
    for (int i = 0; i <= 12; i++) {
      picture(packager, Container.MP4, HOUR_MS + 40L * i);
      response.firstParts.add(part(packager, HOUR_MS + 40L * i));
    }
    assertThat(response.got).isEmpty();
    picture(packager, Container.MP4, HOUR_MS + 520);
    response.firstParts.add(part(packager, HOUR_MS + 520));
    assertThat(response.got).hasSize(14);
    assertThat(response.ticks(13)).containsExactly(520L * 90);

    sound(packager, Container.MP4, HOUR_MS - 100);
    response.firstParts.add(part(packager, HOUR_MS - 100));
    sound(packager, Container.MP4, HOUR_MS + 100);
    response.firstParts.add(part(packager, HOUR_MS + 100));
    assertThat(response.ticks(14)).containsExactly(0L);
    assertThat(response.ticks(15)).containsExactly(100L * 48);
  }

  @Test
  void everyTrackIsShiftedByOneConstantWithoutOverflow() {
    Packager packager = Container.MP4.packager(true);
    Response response = new Response(packager.initSegment());
    long picture = 90_000L * 3600 * 24 * 365 * 1000 + 7;
    packager.add(0, picture, picture, 3600, true, frame());
    long sound = picture / 90_000 * 48_000 + picture % 90_000 * 48_000 / 90_000;
    packager.add(1, sound + 5, sound + 5, 960, true, frame());
    response.firstParts.add(part(packager, 0));
    assertThat(response.ticks(0)).containsExactly(0L, 5L);
  }

  @ParameterizedTest
  @EnumSource
  void otherBytesAreNotChanged(Container container) {
    Response response = new Response(container.packager(false).initSegment());
    ByteBuffer bytes = ByteBuffer.wrap("no part at all".getBytes(StandardCharsets.US_ASCII));
    response.firstParts.add(part(bytes, 0));
    assertThat(response.got).singleElement().isEqualTo(bytes);
  }

  @Test
  void heldPartsAreSentAtAnEndAndReleasedAtAClose() {
    Packager packager = Container.MP4.packager(true);
    Response ended = new Response(packager.initSegment());
    Response closed = new Response(packager.initSegment());
    picture(packager, Container.MP4, HOUR_MS);
    PartArrived part = part(packager, HOUR_MS);
    ended.firstParts.add(part);
    closed.firstParts.add(part);
    ended.firstParts.settle();
    closed.firstParts.drop();
    assertThat(ended.ticks(0)).containsExactly(0L);
    assertThat(closed.got).isEmpty();
  }
}
