package io.framelog.media.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.framelog.media.MediaEvent;
import io.framelog.media.MediaEvent.TracksFound;
import io.framelog.media.container.ContainerException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerSnifferTest {
  private final ContainerSniffer sniffer = ContainerSniffer.create(ParserLimits.DEFAULT);
  private final List<MediaEvent> events = new ArrayList<>();

  private long feedFile(Path file, int slice) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    for (int from = 0; from < bytes.length; from += slice) {
      sniffer.feed(ByteBuffer.wrap(bytes, from, Math.min(slice, bytes.length - from)), events::add);
    }
    sniffer.finish(events::add);
    return bytes.length;
  }

  private ContainerException refused(byte[] bytes) {
    return catchThrowableOfType(
        ContainerException.class, () -> sniffer.feed(ByteBuffer.wrap(bytes), events::add));
  }

  private ContainerException refusedAtEnd(byte[] bytes) {
    sniffer.feed(ByteBuffer.wrap(bytes), events::add);
    return catchThrowableOfType(ContainerException.class, () -> sniffer.finish(events::add));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 8, 9, 100_000})
  void readsMp4InAnySlicing(int slice) throws IOException {
    long length = feedFile(Path.of("src/test/samples/mp4/classic.mp4"), slice);

    assertThat(events).hasSize(51).first().isInstanceOf(TracksFound.class);
    assertThat(sniffer.bytesConsumed()).isEqualTo(length);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 5, 100_000})
  void readsMatroskaInAnySlicing(int slice) throws IOException {
    feedFile(Path.of("src/test/samples-mkv/av1-opus.webm"), slice);

    assertThat(events).hasSizeGreaterThan(10).first().isInstanceOf(TracksFound.class);
  }

  @ParameterizedTest
  @CsvSource({"baseline.jpg, 1", "baseline.jpg, 2", "baseline.jpg, 5000", "lossy.webp, 1"})
  void readsImagesInAnySlicing(String image, int slice) throws IOException {
    long length = feedFile(Path.of("src/test/samples-image", image), slice);

    assertThat(events).hasSize(2).first().isInstanceOf(TracksFound.class);
    assertThat(sniffer.bytesConsumed()).isEqualTo(length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"styp", "free", "sidx", "moov", "uuid"})
  void acceptsMp4WithoutFtyp(String type) {
    byte[] bytes = ("\0\0\0\60" + type + "12345678").getBytes(StandardCharsets.ISO_8859_1);

    ContainerException e = refusedAtEnd(bytes);

    // The message is the MP4 parser's, which waits for moov.
    assertThat(e).hasMessageContaining("before the end of moov");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PNG                      | 89504e470d0a1a0a0000000d494844520000",
        "TLS, where plain bytes   | 16030100f8010000f40303aabbccddeeff0011",
        "an RTMP handshake        | 03001122330000000044556677889900aabb",
        "FLV                      | 464c5601050000000900000000120000",
        "MPEG-TS                  | 474011100042f02500010001ff0001fc80",
        "MPEG-TS                  | 4740113000000025000100010000",
        "Ogg                      | 4f67675300020000000000000000aabb",
        "AAC in ADTS              | fff15080021ffcde02004c61766335382e",
        "MP3                      | 49443304000000000023545353450000",
        "MP3                      | fffb9064000000000000000000000000",
        "raw H.264 or HEVC        | 0000000167640028acd9405005bb0110",
        "gzip                     | 1f8b08000000000000034b4c4a060000",
      })
  void namesWhatTheBytesLookLike(String name, String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.length() < 32 ? hex + "00".repeat(16) : hex);

    ContainerException e = refused(bytes);

    assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_CONTAINER);
    assertThat(e).hasMessageContaining("looks like " + name).hasMessageEndingWith(" at byte 0");
    assertThat(sniffer.bytesConsumed()).isLessThanOrEqualTo(16);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "an HTTP request    | GET /live/cam1 HTTP/1.1",
        "an HTTP request    | POST /publish HTTP/1.1",
        "an HTTP/2          | PRI * HTTP/2.0 SM and settings",
        "an HTTP or RTSP    | OPTIONS rtsp://host/",
        "an SSH connection  | SSH-2.0-OpenSSH_9.2p1",
        "plain text         | hello, is anybody there?",
      })
  void namesTextProtocols(String name, String text) {
    ContainerException e = refused(text.getBytes(StandardCharsets.US_ASCII));

    assertThat(e).hasMessageContaining("looks like " + name);
  }

  @Test
  void doesNotGuessAFormatForNoise() {
    ContainerException e = refused(HexFormat.of().parseHex("9c".repeat(20)));

    assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_CONTAINER);
    assertThat(e)
        .hasMessage(
            "none of fragmented MP4, Matroska, WebM, MPEG-TS,"
                + " FLV, Ogg, AAC in ADTS, MP3, JPEG and WebP images, also as multipart at byte 0");
  }

  @Test
  void reportsThreeBytesAsTruncated() {
    ContainerException e = refusedAtEnd(new byte[] {0, 0, 0});

    assertThat(e.reason()).isEqualTo(Reason.TRUNCATED);
    assertThat(e.byteOffset()).isEqualTo(3);
  }

  @Test
  void namesAShortForeignRequestAtItsEnd() {
    ContainerException e = refusedAtEnd("GET /\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

    assertThat(e).hasMessageContaining("looks like an HTTP request");
  }
}
