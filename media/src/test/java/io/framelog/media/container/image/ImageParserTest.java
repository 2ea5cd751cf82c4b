package io.framelog.media.container.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.framelog.media.Codec;
import io.framelog.media.VideoFormat;
import io.framelog.media.container.ContainerException;
import io.framelog.media.container.ContainerException.Reason;
import io.framelog.media.container.EventListing;
import io.framelog.media.container.ParserFeed;
import io.framelog.media.container.ParserLimits;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageParserTest {
  private static final int MAX_BYTES = 100_000;

  private final EventListing events = new EventListing();
  private long now = 5_000_000_000L;
  private final ImageParser parser =
      new ImageParser(new ParserLimits(1024, MAX_BYTES, 16, 1000), () -> now);

  static Stream<Arguments> kinds() {
    return Stream.of(
        Arguments.of("baseline JPEG", Images.sample("baseline.jpg"), Codec.JPEG, 64, 48),
        Arguments.of("progressive JPEG", Images.progressive(40, 30), Codec.JPEG, 40, 30),
        Arguments.of("JPEG with thumbnail", Images.withThumbnail(), Codec.JPEG, 40, 30),
        Arguments.of("lossy WebP", Images.sample("lossy.webp"), Codec.WEBP, 64, 48),
        Arguments.of("lossless WebP", Images.sample("lossless.webp"), Codec.WEBP, 64, 48),
        Arguments.of("WebP with alpha", Images.sample("alpha.webp"), Codec.WEBP, 64, 48));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void readsEachKind(String name, byte[] image, Codec codec, int width, int height) {
    feed(image);

    assertThat(events.tracks()).hasSize(1);
    assertThat(events.tracks().get(0).codec()).isEqualTo(codec);
    assertThat(events.tracks().get(0).video()).isEqualTo(new VideoFormat(width, height, 0));
    assertThat(events.samples()).hasSize(1);
    assertThat(events.samples().get(0).size()).isEqualTo(image.length);
    assertThat(parser.bytesConsumed()).isEqualTo(image.length);
  }

  @Test
  void usesTheArrivalTimeOfAnImage() {
    byte[] image = Images.sample("baseline.jpg");
    feed(image);
    now += 700_000_000L;
    feed(image);
    now += 40_000_000L;
    feed(image);

    assertThat(events.samples()).extracting("pts").containsExactly(0L, 700_000L, 740_000L);
    assertThat(events.tracks()).hasSize(1);
  }

  @Test
  void separatesTheTimesOfSimultaneousImages() {
    byte[] image = Images.sample("lossy.webp");
    feed(Images.together(List.of(image, image, image)));

    assertThat(events.samples()).extracting("dts").containsExactly(0L, 1L, 2L);
  }

  @Test
  void announcesANewTrackWhenSizeOrFormatChanges() {
    feed(Images.sample("baseline.jpg"));
    feed(Images.progressive(40, 30));
    feed(Images.progressive(40, 30));
    feed(Images.sample("lossy.webp"));

    assertThat(events.tracks())
        .extracting("codec")
        .containsExactly(Codec.JPEG, Codec.JPEG, Codec.WEBP);
    assertThat(events.samples()).hasSize(4);
  }

  @Test
  void skipsPaddingBetweenImages() {
    feed(Images.sample("baseline.jpg"));
    feed(new byte[] {0, 0, '\r', '\n', 0});
    feed(Images.sample("baseline.jpg"));

    assertThat(events.samples()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\n", "\n"})
  void readsTheImagesOfAMultipartBody(String lineEnd) {
    byte[] image = Images.sample("baseline.jpg");
    byte[] head =
        "--ffmpeg\nContent-type: image/jpeg\nContent-length: %d\n\n"
            .formatted(image.length)
            .replace("\n", lineEnd)
            .getBytes(StandardCharsets.US_ASCII);
    byte[] line = lineEnd.getBytes(StandardCharsets.US_ASCII);
    byte[] end = ("--ffmpeg--" + lineEnd).getBytes(StandardCharsets.US_ASCII);
    byte[] all = Images.together(List.of(line, head, image, line, head, image, line, end));

    EventListing listing = ParserFeed.sliced(parser, all, left -> 1);
    parser.finish(events);

    assertThat(listing.samples()).extracting("size").containsExactly(image.length, image.length);
    assertThat(parser.bytesConsumed()).isEqualTo(all.length);
  }

  @Test
  void refusesMultipartHeadersWithoutAnEnd() {
    feed(Images.sample("baseline.jpg"));
    ContainerException e = refused("-".repeat(5_000).getBytes(StandardCharsets.US_ASCII));

    assertThat(e.reason()).isEqualTo(Reason.MALFORMED);
    assertThat(e.byteOffset()).isEqualTo(Images.sample("baseline.jpg").length);
    assertThat(e).hasMessageContaining("multipart headers");
  }

  @ParameterizedTest
  @CsvSource({
    "ffd8ffe0000200, 6, where it needs a marker",
    "ffd8ffe00001, 5, a segment's length",
    "ffd900, 1, where it needs a marker",
    "ffd8ffd8, 3, where it needs a marker",
    "524946460a00000057415645, 0, not a WebP image's",
    "1a45dfa3, 0, must begin",
  })
  void reportsTheOffsetOfAMalformedImage(String hex, long offset, String what) {
    ContainerException e = refused(HexFormat.of().parseHex(hex));

    assertThat(e.reason()).isEqualTo(Reason.MALFORMED);
    assertThat(e.byteOffset()).isEqualTo(offset);
    assertThat(e).hasMessageContaining(what);
  }

  @Test
  void refusesAnImageWithoutASize() {
    // SOI, SOS of no components, EOI
    ContainerException e = refused(HexFormat.of().parseHex("ffd8ffda0002ffd9"));

    assertThat(e).hasMessage("JPEG: a scan before the frame header at byte 0");
  }

  @Test
  void refusesAWebpThatAnnouncesMoreThanTheLimit() {
    ContainerException e = refused(HexFormat.of().parseHex("5249464600ffffff57454250"));

    assertThat(e.reason()).isEqualTo(Reason.LIMIT_EXCEEDED);
  }

  @Test
  void refusesAJpegThatExceedsTheLimit() {
    feed(Arrays.copyOf(Images.sample("baseline.jpg"), 700));
    ContainerException e = refused(new byte[MAX_BYTES]);

    assertThat(e.reason()).isEqualTo(Reason.LIMIT_EXCEEDED);
    assertThat(e.byteOffset()).isZero();
  }

  @Test
  void reportsAnEndInTheFirstImageAsTruncated() {
    feed(Arrays.copyOf(Images.sample("baseline.jpg"), 700));
    ContainerException e =
        catchThrowableOfType(ContainerException.class, () -> parser.finish(events));

    assertThat(e.reason()).isEqualTo(Reason.TRUNCATED);
  }

  @Test
  void acceptsAnEndInALaterImage() {
    feed(Images.sample("baseline.jpg"));
    feed(Arrays.copyOf(Images.sample("baseline.jpg"), 700));
    parser.finish(events);

    assertThat(events.samples()).hasSize(1);
  }

  @Test
  void readsImagesByteByByte() {
    byte[] all = Images.together(Images.samples());

    EventListing listing = ParserFeed.sliced(parser, all, left -> 1);

    assertThat(listing.samples())
        .extracting("size")
        .containsExactlyElementsOf(Images.samples().stream().map(image -> image.length).toList());
  }

  private void feed(byte[] bytes) {
    parser.feed(ByteBuffer.wrap(bytes), events);
  }

  private ContainerException refused(byte[] bytes) {
    return catchThrowableOfType(ContainerException.class, () -> feed(bytes));
  }
}
