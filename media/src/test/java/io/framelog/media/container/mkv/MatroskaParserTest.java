package io.framelog.media.container.mkv;

import static io.framelog.media.container.mkv.Ebml.block;
import static io.framelog.media.container.mkv.Ebml.bytes;
import static io.framelog.media.container.mkv.Ebml.cluster;
import static io.framelog.media.container.mkv.Ebml.crc32;
import static io.framelog.media.container.mkv.Ebml.element;
import static io.framelog.media.container.mkv.Ebml.filler;
import static io.framelog.media.container.mkv.Ebml.header;
import static io.framelog.media.container.mkv.Ebml.id;
import static io.framelog.media.container.mkv.Ebml.info;
import static io.framelog.media.container.mkv.Ebml.join;
import static io.framelog.media.container.mkv.Ebml.mp3;
import static io.framelog.media.container.mkv.Ebml.number;
import static io.framelog.media.container.mkv.Ebml.openEnded;
import static io.framelog.media.container.mkv.Ebml.simpleBlock;
import static io.framelog.media.container.mkv.Ebml.text;
import static io.framelog.media.container.mkv.Ebml.varint;
import static io.framelog.media.container.mkv.Ebml.vp8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.Colour;
import io.framelog.media.DisplayMatrix;
import io.framelog.media.MediaEvent;
import io.framelog.media.PixelAspect;
import io.framelog.media.Track;
import io.framelog.media.VideoFormat;
import io.framelog.media.codec.AacConfigWriter;
import io.framelog.media.codec.AudioSpecificConfig;
import io.framelog.media.container.ContainerException;
import io.framelog.media.container.ContainerException.Reason;
import io.framelog.media.container.EventListing;
import io.framelog.media.container.ParserLimits;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatroskaParserTest {
  private static final int KEY = 0x80;
  private static final byte[] FRAME = bytes(1, 2, 3);

  private static final byte[] HEADER = join(header("webm"), openEnded(Element.SEGMENT));
  private static final byte[] MS = info(1_000_000, "cam1");

  private static byte[] tracks(byte[]... entries) {
    return element(Element.TRACKS, join(entries));
  }

  private static List<Long> times(EventListing listing) {
    return listing.samples().stream().map(EventListing.Line::pts).toList();
  }

  private static void assertRefused(Reason reason, long offset, String message, byte[]... input) {
    byte[] all = join(input);
    assertThatThrownBy(() -> MatroskaFeed.whole(all))
        .isInstanceOfSatisfying(
            ContainerException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(reason);
              assertThat(e.byteOffset()).as(e.getMessage()).isEqualTo(offset);
              assertThat(e).hasMessageContaining(message);
            });
  }

  @Test
  void readsClustersOfUnknownSizeUntilTheNextOne() {
    byte[] open = join(openEnded(Element.CLUSTER), number(Element.TIMESTAMP, 100));
    EventListing listing =
        MatroskaFeed.whole(
            HEADER,
            MS,
            tracks(vp8(1)),
            open,
            simpleBlock(1, 0, KEY, FRAME),
            simpleBlock(1, 40, 0, FRAME),
            element(Element.CUES, new byte[50]),
            join(openEnded(Element.CLUSTER), number(Element.TIMESTAMP, 200)),
            simpleBlock(1, -20, 0, FRAME));

    assertThat(times(listing)).containsExactly(100L, 140L, 180L);
    assertThat(listing.samples())
        .extracting(EventListing.Line::sync)
        .containsExactly(true, false, false);
  }

  @Test
  void readsThePresentationOfThePicture() {
    byte[] entry =
        element(
            Element.TRACK_ENTRY,
            number(Element.TRACK_NUMBER, 1),
            text(Element.CODEC_ID, "V_VP8"),
            number(Element.DEFAULT_DURATION, 16_666_667),
            element(
                Element.VIDEO,
                number(Element.PIXEL_WIDTH, 360),
                number(Element.PIXEL_HEIGHT, 288),
                number(Element.DISPLAY_WIDTH, 16),
                number(Element.DISPLAY_HEIGHT, 9),
                number(Element.DISPLAY_UNIT, 3),
                element(
                    Element.COLOUR,
                    number(Element.MATRIX_COEFFICIENTS, 1),
                    number(Element.TRANSFER_CHARACTERISTICS, 13),
                    number(Element.PRIMARIES, 300),
                    number(Element.RANGE, 2)),
                element(
                    Element.PROJECTION,
                    element(
                        Element.PROJECTION_POSE_ROLL,
                        ByteBuffer.allocate(8).putDouble(90).array()))));

    EventListing listing = MatroskaFeed.whole(HEADER, MS, tracks(entry));

    assertThat(listing.tracks().get(0).video())
        .isEqualTo(
            new VideoFormat(
                360,
                288,
                1e9 / 16_666_667,
                new PixelAspect(64, 45),
                new DisplayMatrix(0, -0x1_0000, 0x1_0000, 0, 0, 0), // as ffmpeg 8 writes 90°
                new Colour(2, 13, 1, Colour.Range.FULL)));
  }

  @ParameterizedTest
  @CsvSource({"4, 16, 9", "0, 0, 0", "3, 1, 4294967296"})
  void hasNoAspectWhenNoneIsStated(int unit, long width, long height) {
    byte[] entry =
        element(
            Element.TRACK_ENTRY,
            number(Element.TRACK_NUMBER, 1),
            text(Element.CODEC_ID, "V_VP8"),
            element(
                Element.VIDEO,
                number(Element.PIXEL_WIDTH, 64),
                number(Element.PIXEL_HEIGHT, 48),
                number(Element.DISPLAY_UNIT, unit),
                number(Element.DISPLAY_WIDTH, width),
                number(Element.DISPLAY_HEIGHT, height)));

    EventListing listing = MatroskaFeed.whole(HEADER, MS, tracks(entry));

    assertThat(listing.tracks().get(0).video()).isEqualTo(new VideoFormat(64, 48, 0));
  }

  private static byte[] transparent(long alphaMode) {
    return element(
        Element.TRACK_ENTRY,
        number(Element.TRACK_NUMBER, 1),
        text(Element.CODEC_ID, "V_VP8"),
        element(
            Element.VIDEO,
            number(Element.PIXEL_WIDTH, 64),
            number(Element.PIXEL_HEIGHT, 48),
            number(Element.ALPHA_MODE, alphaMode)));
  }

  private static byte[] more(long id, int... content) {
    return element(
        Element.BLOCK_MORE,
        element(Element.BLOCK_ADDITIONAL, bytes(content)),
        number(Element.BLOCK_ADD_ID, id));
  }

  private static List<String> alphaOf(byte[]... input) {
    List<String> alpha = new ArrayList<>();
    new MatroskaParser(ParserLimits.DEFAULT)
        .feed(
            ByteBuffer.wrap(join(input)),
            event -> {
              if (event instanceof MediaEvent.SampleRead read) {
                ByteBuffer data = read.sample().alpha();
                alpha.add(data == null ? "none" : Bytes.copyOf(data).toString());
              }
            });
    return alpha;
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1})
  void readsTheAlphaChannelOfAFrame(long alphaMode) {
    byte[] block = element(Element.BLOCK, block(1, 0, 0, FRAME));
    byte[] defaultId = element(Element.BLOCK_MORE, element(Element.BLOCK_ADDITIONAL, bytes(7, 7)));
    List<String> alpha =
        alphaOf(
            HEADER,
            MS,
            tracks(transparent(alphaMode)),
            cluster(
                0,
                element(
                    Element.BLOCK_GROUP,
                    block,
                    element(Element.BLOCK_ADDITIONS, more(4, 9), more(1, 5, 6), more(4, 9))),
                element(Element.BLOCK_GROUP, block, element(Element.BLOCK_ADDITIONS, defaultId)),
                element(Element.BLOCK_GROUP, block, element(Element.BLOCK_ADDITIONS, more(4, 9))),
                element(Element.BLOCK_GROUP, block),
                simpleBlock(1, 40, KEY, FRAME)));

    assertThat(alpha)
        .isEqualTo(
            alphaMode == 1
                ? List.of("0506", "0707", "none", "none", "none")
                : List.of("none", "none", "none", "none", "none"));
  }

  @Test
  void readsTheLanguageOrItsDefault() {
    EventListing listing =
        MatroskaFeed.whole(
            HEADER,
            MS,
            tracks(
                vp8(1),
                mp3(2, text(Element.LANGUAGE, "ger")),
                mp3(3, text(Element.LANGUAGE, "fre-ca")),
                mp3(4, text(Element.LANGUAGE, "und")),
                mp3(5, text(Element.LANGUAGE, "no language")),
                mp3(6, text(Element.LANGUAGE_BCP47, "pt-BR"), text(Element.LANGUAGE, "ger")),
                mp3(7, text(Element.LANGUAGE, "ger"), text(Element.LANGUAGE_BCP47, "und"))));

    assertThat(listing.tracks())
        .extracting(Track::language)
        .containsExactly("eng", "ger", "fre", "und", "und", "por", "und");
  }

  @ParameterizedTest
  @CsvSource({"2_500_000, 0", "20_000_000, 20"})
  void omitsAnAudioDurationThatIsNotAWholeNumberOfTicks(String nanos, long ticks) {
    byte[] head = {'O', 'p', 'u', 's', 'H', 'e', 'a', 'd', 1, 2, 56, 1, -128, -69, 0, 0, 0, 0, 0};
    byte[] entry =
        element(
            Element.TRACK_ENTRY,
            number(Element.TRACK_NUMBER, 1),
            text(Element.CODEC_ID, "A_OPUS"),
            number(Element.DEFAULT_DURATION, Long.parseLong(nanos.replace("_", ""))),
            element(Element.CODEC_PRIVATE, head),
            element(Element.AUDIO, number(Element.CHANNELS, 2)));

    EventListing listing = MatroskaFeed.whole(HEADER, MS, tracks(entry));

    assertThat(listing.tracks().get(0).defaultDuration()).isEqualTo(ticks);
  }

  @Test
  void skipsUnsupportedElements() {
    EventListing listing =
        MatroskaFeed.whole(
            HEADER,
            filler(300),
            element(Element.SEEK_HEAD, new byte[20]),
            MS,
            element(Element.ATTACHMENTS, new byte[5000]),
            tracks(crc32(), filler(3), vp8(1, element(0x55EE, bytes(7)))),
            element(Element.TAGS, new byte[100]),
            element(Element.CHAPTERS, new byte[10]),
            cluster(0, crc32(), filler(0), simpleBlock(1, 0, KEY, FRAME), element(0xA7, bytes(9))));

    assertThat(times(listing)).containsExactly(0L);
  }

  @Test
  void endsAClusterOfUnknownSizeWithItsSegmentOfKnownSize() {
    // given a recording that was closed, directly followed by another one
    byte[] content =
        join(
            MS,
            tracks(vp8(1)),
            openEnded(Element.CLUSTER),
            number(Element.TIMESTAMP, 7),
            simpleBlock(1, 0, KEY, FRAME));
    byte[] file = join(header("webm"), element(Element.SEGMENT, content));

    EventListing listing = MatroskaFeed.whole(file, filler(3), file);

    assertThat(times(listing)).containsExactly(7L, 7L);
    assertThat(listing.tracks()).hasSize(2);
  }

  @Test
  void refusesABlockBeyondTheEndOfItsSegment() {
    byte[] content = join(MS, tracks(vp8(1)), openEnded(Element.CLUSTER));
    byte[] start = join(header("webm"), element(Element.SEGMENT, content, new byte[2]));
    byte[] cut = Arrays.copyOf(start, start.length - 2);

    assertRefused(
        Reason.MALFORMED, cut.length, "beyond the end", cut, simpleBlock(1, 0, KEY, FRAME));
  }

  @Test
  void deliversNoSampleForAFrameWithoutBytes() {
    EventListing listing =
        MatroskaFeed.whole(
            HEADER,
            MS,
            tracks(vp8(1)),
            cluster(0, simpleBlock(1, 0, KEY), simpleBlock(1, 40, KEY, FRAME)));

    assertThat(times(listing)).containsExactly(40L);
  }

  @Test
  void spacesLacedFramesEvenlyOverTheDurationOfTheirBlock() {
    byte[] group =
        element(
            Element.BLOCK_GROUP,
            element(Element.BLOCK, block(1, 0, 0x04, bytes(7), new byte[8])),
            number(Element.BLOCK_DURATION, 171));

    EventListing listing = MatroskaFeed.whole(HEADER, MS, tracks(vp8(1)), cluster(0, group));

    assertThat(times(listing)).containsExactly(0L, 21L, 42L, 64L, 85L, 106L, 128L, 149L);
  }

  @Test
  void announcesTitleAndTracksBeforeAnyCluster() {
    EventListing listing = MatroskaFeed.whole(HEADER, MS, tracks(vp8(1), mp3(2)));

    assertThat(listing.text()).startsWith("tracks title=cam1\n");
    assertThat(listing.tracks()).hasSize(2);
  }

  private static byte[] simpleTag(String name, String value, byte[]... more) {
    return element(
        0x67C8,
        element(0x45A3, name.getBytes(StandardCharsets.UTF_8)),
        join(more),
        element(0x4487, value.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void usesTheTitleFromTheTagsWhenInfoHasNone() {
    byte[] nested = simpleTag("SORT_WITH", "x");
    byte[] targets = element(0x63C0, filler(11));
    byte[] tags =
        element(
            Element.TAGS,
            element(
                0x7373,
                targets,
                simpleTag("ENCODER", "x264"),
                simpleTag("TITLE", "Gst_1", nested),
                simpleTag("TITLE", "second")));
    byte[] noTitle = element(Element.INFO, number(Element.TIMESTAMP_SCALE, 1_000_000));

    assertThat(MatroskaFeed.whole(HEADER, tags, noTitle, tracks(vp8(1))).text())
        .startsWith("tracks title=Gst_1\n");
    assertThat(MatroskaFeed.whole(HEADER, tags, MS, tracks(vp8(1))).text())
        .startsWith("tracks title=cam1\n");
    // tags after the header are skipped
    assertThat(times(MatroskaFeed.whole(HEADER, MS, tracks(vp8(1)), tags, cluster(5)))).isEmpty();
    // and truncated or invalid tags are not an error
    for (int length = 1; length < tags.length; length++) {
      byte[] cut =
          element(Element.TAGS, Arrays.copyOfRange(tags, tags.length - length, tags.length));
      assertThat(MatroskaFeed.whole(HEADER, cut, noTitle, tracks(vp8(1))).tracks()).hasSize(1);
    }
  }

  @Test
  void carriesMotionJpegAloneAsImages() {
    byte[] mjpeg =
        element(
            Element.TRACK_ENTRY,
            number(Element.TRACK_NUMBER, 2),
            text(Element.CODEC_ID, "V_MJPEG"),
            element(
                Element.VIDEO, number(Element.PIXEL_WIDTH, 64), number(Element.PIXEL_HEIGHT, 48)));

    EventListing listing =
        MatroskaFeed.whole(
            HEADER,
            MS,
            tracks(mp3(1), mjpeg),
            cluster(0, simpleBlock(1, 0, KEY, FRAME), simpleBlock(2, 7, KEY, FRAME)));

    assertThat(listing.tracks()).extracting("codec").containsExactly(Codec.JPEG);
    assertThat(times(listing)).containsExactly(7L);
  }

  @Test
  void acceptsInfoAfterTracks() {
    EventListing listing =
        MatroskaFeed.whole(
            HEADER,
            tracks(vp8(1)),
            info(100_000, "late"),
            cluster(5, simpleBlock(1, 0, KEY, FRAME)));

    assertThat(listing.text()).startsWith("tracks title=late\n");
    assertThat(listing.tracks().get(0).timescale()).isEqualTo(10_000);
    assertThat(times(listing)).containsExactly(5L);
  }

  @Test
  void usesMicrosecondsWhenASecondIsNotAWholeNumberOfTicks() {
    EventListing listing =
        MatroskaFeed.whole(
            HEADER,
            info(33_366_700, "film"),
            tracks(vp8(1)),
            cluster(1000, simpleBlock(1, 1, KEY, FRAME)));

    assertThat(listing.tracks().get(0).timescale()).isEqualTo(1_000_000);
    assertThat(times(listing)).containsExactly(33_400_067L);
  }

  @Test
  void readsDurationAndKeyframeOfABlockGroup() {
    EventListing listing =
        MatroskaFeed.whole(
            HEADER,
            MS,
            tracks(vp8(1)),
            cluster(
                0,
                element(
                    Element.BLOCK_GROUP,
                    element(Element.BLOCK, block(1, 0, 0, FRAME)),
                    number(Element.BLOCK_DURATION, 33)),
                element(
                    Element.BLOCK_GROUP,
                    element(Element.REFERENCE_BLOCK, bytes(0x80)),
                    element(Element.BLOCK, block(1, 33, 0, FRAME)))));

    assertThat(listing.samples()).extracting(EventListing.Line::sync).containsExactly(true, false);
    assertThat(listing.samples()).extracting(EventListing.Line::duration).containsExactly(33L, 0L);
  }

  @Test
  void splitsLacedFramesAndSpacesThemByTheirDuration() {
    byte[] xiph = simpleBlock(1, 0, KEY | 0x02, bytes(2, 0xff, 1, 2), new byte[256 + 2 + 5]);
    byte[] fixed = simpleBlock(1, 72, KEY | 0x04, bytes(2), new byte[9]);
    // 500, then 400 and 400 as differences in two bytes, then the rest.
    byte[] ebml =
        simpleBlock(
            1,
            144,
            KEY | 0x06,
            bytes(3),
            varint(500, 2),
            varint(0x1fff - 100, 2),
            varint(0x1fff, 2),
            new byte[1300 + 7]);

    EventListing listing =
        MatroskaFeed.whole(HEADER, MS, tracks(mp3(1)), cluster(0, xiph, fixed, ebml));

    assertThat(listing.samples())
        .extracting(EventListing.Line::size)
        .containsExactly(256, 2, 5, 3, 3, 3, 500, 400, 400, 7);
    assertThat(times(listing))
        .containsExactly(0L, 24L, 48L, 72L, 96L, 120L, 144L, 168L, 192L, 216L);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x02, 0x04, 0x06})
  void refusesLacingThatDoesNotFit(int lacing) {
    byte[] start = join(HEADER, MS, tracks(vp8(1)));
    byte[] timestamp = number(Element.TIMESTAMP, 0);
    byte[] laced = simpleBlock(1, 0, lacing, bytes(2, 0x9f, 0x9f), new byte[2]);

    assertRefused(
        Reason.MALFORMED,
        start.length + 5 + timestamp.length,
        "Block: ",
        start,
        element(Element.CLUSTER, timestamp, laced));
  }

  @Test
  void restoresStrippedHeaders() {
    byte[] stripping =
        element(
            Element.CONTENT_ENCODINGS,
            element(
                Element.CONTENT_ENCODING,
                element(
                    Element.CONTENT_COMPRESSION,
                    number(Element.CONTENT_COMP_ALGO, 3),
                    element(Element.CONTENT_COMP_SETTINGS, bytes(0xff, 0xfb)))));
    List<byte[]> frames = new ArrayList<>();
    MatroskaParser parser = new MatroskaParser(ParserLimits.DEFAULT);
    parser.feed(
        ByteBuffer.wrap(
            join(HEADER, MS, tracks(mp3(1, stripping)), cluster(0, simpleBlock(1, 0, KEY, FRAME)))),
        event -> {
          if (event instanceof MediaEvent.SampleRead read) {
            byte[] data = new byte[read.sample().data().remaining()];
            read.sample().data().get(data);
            frames.add(data);
          }
        });

    assertThat(frames).singleElement().isEqualTo(bytes(0xff, 0xfb, 1, 2, 3));
  }

  @Test
  void refusesCompressedTracksByName() {
    byte[] zlib =
        element(
            Element.CONTENT_ENCODINGS,
            element(
                Element.CONTENT_ENCODING,
                element(Element.CONTENT_COMPRESSION, number(Element.CONTENT_COMP_ALGO, 0))));
    byte[] start = join(HEADER, MS);

    assertRefused(
        Reason.UNSUPPORTED_CODEC,
        start.length,
        "V_VP8: compressed with algorithm 0",
        start,
        tracks(vp8(1, zlib)));
  }

  @Test
  void ignoresTracksThatCannotBeCarried() {
    byte[] subtitles =
        element(
            Element.TRACK_ENTRY,
            number(Element.TRACK_NUMBER, 3),
            text(Element.CODEC_ID, "S_TEXT/UTF8"));
    EventListing listing =
        MatroskaFeed.whole(
            HEADER,
            MS,
            tracks(subtitles, vp8(1)),
            cluster(0, simpleBlock(3, 0, KEY, FRAME), simpleBlock(1, 7, KEY, FRAME)));

    assertThat(listing.tracks()).hasSize(1);
    assertThat(times(listing)).containsExactly(7L);
    byte[] start = join(HEADER, MS);
    assertRefused(Reason.UNSUPPORTED_CODEC, start.length, "S_TEXT/UTF8", start, tracks(subtitles));
  }

  @Test
  void restartsAtASecondHeader() {
    byte[] first =
        join(
            HEADER,
            MS,
            tracks(vp8(1)),
            openEnded(Element.CLUSTER),
            number(Element.TIMESTAMP, 0),
            simpleBlock(1, 0, KEY, FRAME));
    byte[] second =
        join(
            HEADER,
            info(1_000_000, "cam1"),
            tracks(mp3(1)),
            cluster(9, simpleBlock(1, 0, KEY, FRAME)));
    EventListing listing = MatroskaFeed.whole(first, second);

    assertThat(listing.tracks())
        .extracting(track -> track.codec().name())
        .containsExactly("VP8", "MP3");
    assertThat(times(listing)).containsExactly(0L, 9L);
  }

  @Test
  void derivesDecodeTimesFromPresentationTimes() {
    DecodeTimes times = new DecodeTimes(2, 40, 10_000);
    long[] pts = {80, 200, 120, 160, 320, 240, 280};

    assertThat(Arrays.stream(pts).map(times::next))
        .containsExactly(0L, 40L, 80L, 120L, 160L, 200L, 240L);
    // The times restart when the clock is set back.
    assertThat(times.next(-20_000)).isEqualTo(-20_080);
  }

  @Test
  void refusesAnythingButAnEbmlHeaderFirst() {
    assertRefused(Reason.MALFORMED, 0, "expected an EBML header", openEnded(Element.SEGMENT));
    assertRefused(
        Reason.MALFORMED,
        0,
        "expected an EBML header",
        "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    assertRefused(Reason.MALFORMED, 0, "does not begin an EBML id", bytes(0, 0, 0, 1));
  }

  @Test
  void refusesOtherDocumentTypes() {
    assertRefused(Reason.UNKNOWN_CONTAINER, 5, "type 'ebml-thing'", header("ebml-thing"));
  }

  @Test
  void refusesSizesBeyondTheLimitsBeforeTheBytesArrive() {
    byte[] start = join(HEADER, MS, tracks(vp8(1)));
    byte[] huge = join(id(Element.SIMPLE_BLOCK.id()), varint((1L << 56) - 2, 8));

    assertRefused(
        Reason.LIMIT_EXCEEDED,
        start.length + 5,
        "SIMPLE_BLOCK of 72057594037927934 bytes",
        start,
        openEnded(Element.CLUSTER),
        huge);
    assertRefused(
        Reason.LIMIT_EXCEEDED,
        HEADER.length,
        "INFO takes the header to",
        HEADER,
        id(Element.INFO.id()),
        varint(1 << 20, 4));
  }

  @Test
  void refusesAHeaderThatNeverEnds() {
    MatroskaParser parser = new MatroskaParser(ParserLimits.DEFAULT);
    byte[] filler = filler(1000);
    parser.feed(ByteBuffer.wrap(HEADER), event -> {});

    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 2000; i++) {
                parser.feed(ByteBuffer.wrap(filler), event -> {});
              }
            })
        .isInstanceOfSatisfying(
            ContainerException.class, e -> assertThat(e.reason()).isEqualTo(Reason.LIMIT_EXCEEDED));
    assertThat(parser.bytesConsumed()).isLessThan(1100 * 1000);
  }

  @Test
  void refusesMisplacedElements() {
    assertRefused(
        Reason.MALFORMED,
        HEADER.length,
        "SIMPLE_BLOCK inside SEGMENT",
        HEADER,
        simpleBlock(1, 0, 0, FRAME));
    byte[] start = join(HEADER, MS, tracks(vp8(1)));
    assertRefused(
        Reason.MALFORMED,
        start.length + 5,
        "goes beyond the end of CLUSTER",
        start,
        id(Element.CLUSTER.id()),
        bytes(0x82),
        simpleBlock(1, 0, 0, FRAME));
    assertRefused(
        Reason.MALFORMED, start.length, "TAGS of unknown size", start, openEnded(Element.TAGS));
  }

  @Test
  void reportsAnEndBeforeTheTracks() {
    assertRefused(Reason.TRUNCATED, HEADER.length, "before its tracks", HEADER);
    assertRefused(Reason.TRUNCATED, 0, "before its tracks", new byte[0]);
  }

  @Test
  void writesTheMissingConfigurationOfOldAacCodecIds() {
    assertThat(AacConfigWriter.lowComplexity(44_100, 2).toArray()).isEqualTo(bytes(0x12, 0x10));
    assertThat(AacConfigWriter.withSbr(24_000, 2).toArray())
        .isEqualTo(bytes(0x13, 0x10, 0x56, 0xe5, 0x98));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 6, 7, 8})
  void writesTheChannelsIntoAMissingConfiguration(int channels) {
    Bytes config = AacConfigWriter.lowComplexity(48_000, channels);

    assertThat(AudioSpecificConfig.parse(config).channels()).isEqualTo(channels);
  }
}
