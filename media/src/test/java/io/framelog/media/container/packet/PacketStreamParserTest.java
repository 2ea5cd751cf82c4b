package io.framelog.media.container.packet;

import static io.framelog.media.container.packet.PacketStream.adts;
import static io.framelog.media.container.packet.PacketStream.audio;
import static io.framelog.media.container.packet.PacketStream.bytes;
import static io.framelog.media.container.packet.PacketStream.hex;
import static io.framelog.media.container.packet.PacketStream.tracks;
import static io.framelog.media.container.packet.PacketStream.video;
import static io.framelog.media.container.packet.PacketStreamWriter.UNKNOWN_TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framelog.media.AudioFormat;
import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.Colour;
import io.framelog.media.DisplayMatrix;
import io.framelog.media.ForeignSound;
import io.framelog.media.IgnoredTrack;
import io.framelog.media.MediaEvent;
import io.framelog.media.PixelAspect;
import io.framelog.media.SoundCodec;
import io.framelog.media.Track;
import io.framelog.media.VideoFormat;
import io.framelog.media.codec.AvcConfig;
import io.framelog.media.codec.CodecException;
import io.framelog.media.container.ContainerException;
import io.framelog.media.container.ContainerException.Reason;
import io.framelog.media.container.EventListing;
import io.framelog.media.container.ParserFeed;
import io.framelog.media.container.ParserLimits;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacketStreamParserTest {
  private static final ParserLimits LIMITS = new ParserLimits(4096, 4096, 4, 100);
  private static final String SPS = "67 42c00b d9 0a10 6c8000";
  private static final String OTHER_SPS = "67 42c01e d9 0a10 6c8001";
  private static final String PPS = "68 cb83cb20";

  private static EventListing parse(PacketStream.Script script) {
    return ParserFeed.whole(new PacketStreamParser(LIMITS), PacketStream.of(script));
  }

  @Test
  void announcesTheTracksWithTheirTitleAndEachPacketAsASample() {
    EventListing events =
        parse(
            out -> {
              out.tracks(tracks(video(Codec.VP8, PacketFraming.SAMPLE, Bytes.EMPTY)), "cam1");
              out.packet(1, 100, 400, 50, true, hex("0102"));
              out.end();
            });

    assertThat(events.text())
        .startsWith("tracks title=cam1\n  track id=1 codec=VP8 timescale=90000");
    assertThat(events.samples())
        .hasSize(1)
        .first()
        .hasToString("sample track=1 dts=100 pts=400 duration=50 sync size=2 crc=b6cc4292");
  }

  @Test
  void convertsTimesWhenTheNumeratorIsNotOne() {
    PacketTrack ntsc =
        new PacketTrack(
            1,
            Codec.VP8,
            PacketFraming.SAMPLE,
            Bytes.EMPTY,
            1001,
            30_000,
            new VideoFormat(0, 0, 0),
            null,
            "und");
    EventListing events =
        parse(
            out -> {
              out.tracks(tracks(ntsc), null);
              out.packet(1, 3, 4, 1, true, hex("00"));
              out.end();
            });

    assertThat(events.tracks().get(0).timescale()).isEqualTo(30_000);
    assertThat(events.samples().get(0).dts()).isEqualTo(3003);
    assertThat(events.samples().get(0).pts()).isEqualTo(4004);
  }

  @Test
  void carriesTheVideoFormat() {
    VideoFormat picture =
        new VideoFormat(
            720,
            576,
            29.97,
            new PixelAspect(64, 45),
            DisplayMatrix.IDENTITY,
            new Colour(9, 255, 0, Colour.Range.FULL));
    PacketTrack described =
        new PacketTrack(
            1, Codec.VP8, PacketFraming.SAMPLE, Bytes.EMPTY, 1, 90_000, picture, null, "und");

    EventListing events = parse(out -> out.tracks(tracks(described), null));

    assertThat(events.tracks().get(0).video()).isEqualTo(picture);
  }

  @Test
  void deliversTheSamplesOfIgnoredAudio() {
    ForeignSound sound =
        new ForeignSound(2, SoundCodec.MP2, Bytes.EMPTY, 90_000, 0, 0, false, "deu");
    List<MediaEvent.TracksIgnored> ignored = new ArrayList<>();
    EventListing events =
        parse(
            out -> {
              out.sounds(List.of(sound));
              out.tracks(tracks(video(Codec.VP8, PacketFraming.SAMPLE, Bytes.EMPTY)), null);
              out.ignored(
                  List.of(IgnoredTrack.notCarried(2, IgnoredTrack.Kind.AUDIO, "mp2", "deu")));
              out.packet(2, 100, UNKNOWN_TIME, 0, true, hex("0102"));
              out.end();
            });
    new PacketStreamParser(LIMITS)
        .feed(
            ByteBuffer.wrap(
                PacketStream.of(
                    out -> {
                      out.tracks(tracks(video(Codec.VP8, PacketFraming.SAMPLE, Bytes.EMPTY)), null);
                      out.sounds(List.of(sound));
                    })),
            event -> {
              if (event instanceof MediaEvent.TracksIgnored tracks) {
                ignored.add(tracks);
              }
            });

    assertThat(events.samples()).hasSize(1);
    assertThat(events.samples().get(0).dts()).isEqualTo(100);
    assertThat(events.samples().get(0).pts()).isEqualTo(UNKNOWN_TIME);
    assertThat(ignored.get(0).sounds()).containsExactly(sound);
  }

  @Test
  void aPacketWithoutTimesFollowsThePreviousOne() {
    EventListing events =
        parse(
            out -> {
              out.tracks(tracks(video(Codec.VP8, PacketFraming.SAMPLE, Bytes.EMPTY)), null);
              out.packet(1, 90, 90, 30, true, hex("00"));
              out.packet(1, UNKNOWN_TIME, UNKNOWN_TIME, 30, false, hex("01"));
              out.end();
            });

    assertThat(events.samples().get(1).dts()).isEqualTo(120);
    assertThat(events.samples().get(1).pts()).isEqualTo(120);
  }

  @Test
  void replacesStartCodesByLengthsAndDropsDelimiters() {
    List<String> samples = new ArrayList<>();
    byte[] stream =
        PacketStream.of(
            out -> {
              out.tracks(tracks(video(Codec.H264, PacketFraming.ANNEX_B, Bytes.EMPTY)), null);
              out.packet(1, 0, 0, 0, true, hex("00000001 09f0 000001 65aabb00 00000001 06cc 0000"));
              out.end();
            });

    new PacketStreamParser(LIMITS)
        .feed(
            ByteBuffer.wrap(stream),
            event -> {
              if (event instanceof MediaEvent.SampleRead read) {
                byte[] data = new byte[read.sample().data().remaining()];
                read.sample().data().get(data);
                samples.add(HexFormat.of().formatHex(data));
              }
            });

    assertThat(samples).containsExactly("0000000365aabb" + "0000000206cc");
  }

  @Test
  void announcesTheTracksAgainBeforeOtherParameterSets() {
    String first = "00000001" + SPS + "000001" + PPS + "000001 65aa";
    String other = "00000001" + OTHER_SPS + "000001" + PPS + "000001 65bb";
    EventListing events =
        parse(
            out -> {
              Bytes extradata = bytes("00000001" + SPS + "000001" + PPS);
              out.tracks(tracks(video(Codec.H264, PacketFraming.ANNEX_B, extradata)), "cam1");
              out.packet(1, 0, 0, 0, true, hex(first));
              out.packet(1, 1, 1, 0, true, hex(first));
              out.packet(1, 2, 2, 0, true, hex(other));
              out.end();
            });

    assertThat(events.tracks()).hasSize(2);
    assertThat(events.samples()).hasSize(3);
    assertThat(AvcConfig.parse(events.tracks().get(0).config()).level()).isEqualTo(11);
    assertThat(AvcConfig.parse(events.tracks().get(1).config()).level()).isEqualTo(30);
    assertThat(events.text().lines().filter(line -> line.equals("tracks title=cam1"))).hasSize(2);
  }

  @Test
  void extractsAacFramesFromPacketsWithSeveralOrPartialFrames() {
    byte[] one = adts(100, 1);
    byte[] two = adts(200, 2);
    byte[] three = adts(50, 3);
    EventListing events =
        parse(
            out -> {
              out.tracks(tracks(audio(Codec.AAC, PacketFraming.ADTS, Bytes.wrap(one))), null);
              out.packet(2, 9_000, 9_000, 0, true, ByteBuffer.wrap(join(one, two, 0, 150)));
              out.packet(
                  2, 12_840, 12_840, 0, true, ByteBuffer.wrap(join(slice(two, 150), three, 0, 50)));
              out.end();
            });

    Track track = events.tracks().get(0);
    assertThat(track.config()).isEqualTo(bytes("1190"));
    assertThat(track.audio()).isEqualTo(new AudioFormat(48_000, 2));
    assertThat(events.samples()).extracting(EventListing.Line::size).containsExactly(93, 193, 43);
    assertThat(events.samples())
        .extracting(EventListing.Line::dts)
        .containsExactly(9_000L, 10_920L, 12_840L);
    assertThat(events.samples()).extracting(EventListing.Line::duration).containsOnly(1_920L);
  }

  @Test
  void announcingAnotherTrackKeepsTheStateOfExistingTracks() {
    byte[] frame = adts(100, 1);
    List<MediaEvent.TracksFound> found = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    byte[] stream =
        PacketStream.of(
            out -> {
              PacketTrack sound = audio(Codec.AAC, PacketFraming.ADTS, Bytes.wrap(frame));
              out.tracks(tracks(sound), "cam1");
              out.packet(2, 0, 0, 0, true, ByteBuffer.wrap(frame, 0, 60));
              out.tracks(
                  tracks(video(Codec.H264, PacketFraming.ANNEX_B, Bytes.EMPTY), sound), "cam1");
              out.packet(2, 1_920, 1_920, 0, true, ByteBuffer.wrap(frame, 60, 40));
              out.end();
            });

    new PacketStreamParser(LIMITS)
        .feed(
            ByteBuffer.wrap(stream),
            event -> {
              if (event instanceof MediaEvent.SampleRead read) {
                sizes.add(read.sample().data().remaining());
              } else if (event instanceof MediaEvent.TracksFound tracks) {
                found.add(tracks);
              }
            });

    assertThat(sizes).as("the frame that had begun before").containsExactly(93);
    assertThat(found).extracting(MediaEvent.TracksFound::continuing).containsExactly(false, true);
    assertThat(found.get(1).tracks()).hasSize(2);
  }

  @Test
  void findsTheNextAacFrameAfterInvalidBytes() {
    byte[] frame = adts(100, 1);
    EventListing events =
        parse(
            out -> {
              out.tracks(tracks(audio(Codec.AAC, PacketFraming.ADTS, Bytes.wrap(frame))), null);
              out.packet(2, 0, 0, 0, true, ByteBuffer.wrap(join(new byte[33], frame, 0, 100)));
              out.end();
            });

    assertThat(events.samples()).extracting(EventListing.Line::size).containsExactly(93);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 6})
  void refusesAnAacTrackWithATruncatedFirstHeader(int length) {
    Bytes piece = Bytes.wrap(Arrays.copyOf(adts(100, 1), length));

    assertThatThrownBy(
            () ->
                parse(out -> out.tracks(tracks(audio(Codec.AAC, PacketFraming.ADTS, piece)), null)))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("no frame header");
  }

  @Test
  void continuesWithTheVideoWhenTheFirstAudioHeaderIsTruncated() {
    EventListing events =
        parse(
            out -> {
              out.tracks(
                  tracks(
                      video(Codec.VP8, PacketFraming.SAMPLE, Bytes.EMPTY),
                      audio(Codec.AAC, PacketFraming.ADTS, Bytes.EMPTY)),
                  null);
              out.packet(2, 0, 0, 0, true, hex("0102"));
              out.config(2, bytes("1190"));
              out.packet(1, 0, 0, 0, true, hex("0102"));
              out.end();
            });

    assertThat(events.tracks()).extracting(Track::codec).containsExactly(Codec.VP8);
    assertThat(events.text()).contains("ignored audio aac: AAC: no frame header");
    assertThat(events.samples()).hasSize(1);
  }

  @Test
  void reportsTheTracksThatTheWorkerIgnoresAlsoLater() {
    IgnoredTrack mp2 = IgnoredTrack.notCarried(2, IgnoredTrack.Kind.AUDIO, "mp2", "eng");
    IgnoredTrack data = new IgnoredTrack(3, IgnoredTrack.Kind.DATA, "klv", "und", "x".repeat(300));
    EventListing events =
        parse(
            out -> {
              out.tracks(tracks(video(Codec.VP8, PacketFraming.SAMPLE, Bytes.EMPTY)), null);
              out.ignored(List.of(mp2));
              out.packet(1, 0, 0, 0, true, hex("0102"));
              out.ignored(List.of(mp2, data));
              out.end();
            });

    assertThat(events.text().lines().filter(line -> line.startsWith("  ignored")))
        .containsExactly(
            "  ignored audio mp2: Framelog does not carry this codec",
            "  ignored audio mp2: Framelog does not carry this codec",
            "  ignored data klv: " + "x".repeat(200));
  }

  @Test
  void ignoresFalseHeadersInInvalidBytes() {
    byte[] frame = adts(100, 1);
    byte[] rubbish = new byte[300];
    System.arraycopy(frame, 0, rubbish, 33, 7);
    EventListing events =
        parse(
            out -> {
              out.tracks(tracks(audio(Codec.AAC, PacketFraming.ADTS, Bytes.wrap(frame))), null);
              out.packet(2, 0, 0, 0, true, ByteBuffer.wrap(rubbish));
              out.packet(2, 1, 1, 0, true, ByteBuffer.wrap(join(frame, adts(70, 2), 0, 70)));
              out.end();
            });

    assertThat(events.samples()).extracting(EventListing.Line::size).containsExactly(93, 63);
  }

  @Test
  void readsTheChannelsOfAacFromItsFirstElementWhenTheHeaderHasNone() {
    // given FFmpeg's 5.1(side): a program_config_element begins each frame
    byte[] frame = new byte[100];
    ByteBuffer.wrap(frame)
        .put(hex("fff14c00 0c9ffc a0990880040018800d 4c61766335392e33372e313030"));
    EventListing events =
        parse(
            out -> {
              out.tracks(tracks(audio(Codec.AAC, PacketFraming.ADTS, Bytes.wrap(frame))), null);
              out.packet(2, 0, 0, 0, true, ByteBuffer.wrap(frame));
              out.end();
            });

    assertThat(events.tracks()).extracting(Track::config).containsExactly(bytes("11b0"));
    assertThat(events.tracks().get(0).audio()).isEqualTo(new AudioFormat(48_000, 6));
    assertThat(events.samples()).extracting(EventListing.Line::size).containsExactly(93);
  }

  @Test
  void removesTheControlHeadersOfOpusPackets() {
    EventListing events =
        parse(
            out -> {
              Bytes head = bytes("4f70757348656164 01 02 3801 80bb0000 0000 00");
              out.tracks(tracks(audio(Codec.OPUS, PacketFraming.OPUS_CONTROL, head)), null);
              out.packet(2, 900, 900, 0, true, hex("7fe0 03 fc0102 7fe0 02 fc03"));
              out.end();
            });

    assertThat(events.samples()).extracting(EventListing.Line::size).containsExactly(3, 2);
    assertThat(events.samples()).extracting(EventListing.Line::dts).containsExactly(900L, 2_700L);
  }

  @Test
  void appliesExtradataThatChangesInMidStream() {
    EventListing events =
        parse(
            out -> {
              out.tracks(tracks(audio(Codec.AAC, PacketFraming.SAMPLE, bytes("1190"))), null);
              out.packet(2, 0, 0, 0, true, hex("01"));
              out.config(2, bytes("1190"));
              out.packet(2, 1, 1, 0, true, hex("01"));
              out.config(2, bytes("1210"));
              out.packet(2, 2, 2, 0, true, hex("02"));
              out.end();
            });

    assertThat(events.tracks())
        .extracting(Track::config)
        .containsExactly(bytes("1190"), bytes("1210"));
  }

  @ParameterizedTest
  @EnumSource
  void failsWithTheWorkersMessage(FailureKind kind) {
    byte[] stream = PacketStream.of(out -> out.failed(kind, "what it was and what was expected"));
    PacketStreamParser parser = new PacketStreamParser(LIMITS);

    assertThatThrownBy(() -> parser.feed(ByteBuffer.wrap(stream), event -> {}))
        .isInstanceOfAny(ContainerException.class, WorkerFailedException.class)
        .hasMessageStartingWith("what it was and what was expected")
        .satisfies(
            failure ->
                assertThat(
                        failure instanceof ContainerException container
                            ? container.reason().name()
                            : ((WorkerFailedException) failure).kind().name())
                    .isEqualTo(kind.name()));
  }

  @Test
  void refusesAPacketAboveTheLimitBeforeBufferingIt() {
    byte[] stream =
        PacketStream.of(
            out -> {
              out.tracks(tracks(video(Codec.VP8, PacketFraming.SAMPLE, Bytes.EMPTY)), null);
              out.packet(1, 0, 0, 0, true, ByteBuffer.allocate(4097));
            });

    assertThatThrownBy(() -> ParserFeed.whole(new PacketStreamParser(LIMITS), stream))
        .isInstanceOfSatisfying(
            ContainerException.class, e -> assertThat(e.reason()).isEqualTo(Reason.LIMIT_EXCEEDED));
  }

  @Test
  void refusesMoreTracksThanTheLimit() {
    PacketTrack[] five = new PacketTrack[5];
    Arrays.setAll(five, i -> video(Codec.VP8, PacketFraming.SAMPLE, Bytes.EMPTY));
    byte[] stream = PacketStream.of(out -> out.tracks(tracks(five), null));

    assertThatThrownBy(() -> ParserFeed.whole(new PacketStreamParser(LIMITS), stream))
        .hasMessageMatching("5 tracks at byte \\d+, expected 1\\.\\.4");
  }

  @Test
  void distinguishesATruncatedPacketFromAPublisherThatSentNothing() {
    byte[] stream =
        PacketStream.of(
            out -> {
              out.tracks(tracks(video(Codec.VP8, PacketFraming.SAMPLE, Bytes.EMPTY)), null);
              out.packet(1, 0, 0, 0, true, hex("010203"));
            });

    assertThatThrownBy(() -> ParserFeed.whole(new PacketStreamParser(LIMITS), slice(stream, 0, 2)))
        .isInstanceOf(WorkerFailedException.class);
    assertThatThrownBy(() -> ParserFeed.whole(new PacketStreamParser(LIMITS), new byte[0]))
        .isInstanceOfSatisfying(
            ContainerException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TRUNCATED));
  }

  private static byte[] join(byte[] first, byte[] second, int from, int to) {
    return ByteBuffer.allocate(first.length + to - from)
        .put(first)
        .put(second, from, to - from)
        .array();
  }

  private static byte[] slice(byte[] bytes, int from) {
    return Arrays.copyOfRange(bytes, from, bytes.length);
  }

  private static byte[] slice(byte[] bytes, int from, int lessAtEnd) {
    return Arrays.copyOfRange(bytes, from, bytes.length - lessAtEnd);
  }
}
