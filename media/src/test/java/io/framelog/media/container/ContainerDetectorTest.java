package io.framelog.media.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.container.ContainerException.Reason;
import io.framelog.media.container.Detection.MoreNeeded;
import io.framelog.media.container.Detection.Unsupported;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerDetectorTest {
  private static final byte[] NOISE = HexFormat.of().parseHex("9c".repeat(580));

  private static Detection detect(byte[] head) {
    return ContainerDetector.detect(ByteBuffer.wrap(head), false);
  }

  private static Detection detectAtEnd(byte[] head) {
    return ContainerDetector.detect(ByteBuffer.wrap(head), true);
  }

  private static ContainerException error(Detection detection) {
    assertThat(detection).isInstanceOf(Unsupported.class);
    return ((Unsupported) detection).error();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftyp", "styp", "free", "sidx", "moov", "uuid", "moof", "mdat"})
  void detectsMp4ByItsFirstBox(String type) {
    assertThat(detect(text("\0\0\0\60" + type + "12345678"))).isEqualTo(ParsedContainer.MP4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MATROSKA | 1a45dfa3 a3428681 0142f781 0142f281",
        "IMAGES   | ffd8ffe0 00104a46 49460001 01000001",
        "IMAGES   | 52494646 20000000 57454250 56503820",
        "IMAGES   | 2d2d6672 616d650d 0a436f6e 74656e74",
        "IMAGES   | 0d0a2d2d 6672616d 650d0a43 6f6e7465",
        // a boundary with the sync byte of M2TS
        "IMAGES   | 2d2d6162 473f7831 0d0a436f 6e74656e",
      })
  void detectsTheContainersThatAreParsed(ParsedContainer container, String bytes) {
    assertThat(detect(hex(bytes))).isEqualTo(container);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FLV     | 464c5601 05000000 09000000 00120000",
        "MPEG_TS | 47401110 0042f025 00010001 ff0001fc",
        "MPEG_TS | 47401130 00000025 00010001 00000000",
        "MPEG_TS | 00000000 47401110 0042f025 00010001",
        "OGG     | 4f676753 00020000 00000000 0000aabb",
        "ADTS    | fff15080 021ffcde 02004c61 76633538",
        "MP3     | 49443304 00000000 00235453 53450000",
        "MP3     | fffb9064 00000000 00000000 00000000",
      })
  void detectsTheContainersThatFfmpegDemuxes(FfmpegContainer container, String bytes) {
    assertThat(detect(hex(bytes))).isEqualTo(container);
  }

  @ParameterizedTest
  @CsvSource({"188, 0", "188, 187", "192, 1", "192, 191"})
  void detectsMpegTsThatBeginsWithinAPacket(int packet, int first) {
    byte[] bytes = NOISE.clone();
    for (int at = first; at < bytes.length; at += packet) {
      bytes[at] = 0x47;
    }

    assertThat(detect(Arrays.copyOf(bytes, 16))).isEqualTo(new MoreNeeded(580));
    assertThat(detect(Arrays.copyOf(bytes, 579))).isEqualTo(new MoreNeeded(580));
    assertThat(detect(bytes)).isEqualTo(FfmpegContainer.MPEG_TS);
  }

  @Test
  void leavesTheHeadAsItIs() {
    ByteBuffer head = ByteBuffer.wrap(text("....\0\0\0\60ftypisom12345678"), 4, 16);

    assertThat(ContainerDetector.detect(head, false)).isEqualTo(ParsedContainer.MP4);

    assertThat(head.position()).isEqualTo(4);
    assertThat(head.remaining()).isEqualTo(16);
  }

  @Test
  void waitsFor16Bytes() {
    byte[] mp4 = text("\0\0\0\60ftypisom123");

    for (int length = 0; length < 16; length++) {
      assertThat(detect(Arrays.copyOf(mp4, length))).isEqualTo(new MoreNeeded(16));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "IMAGES   | ffd8ff",
        "MATROSKA | 1a45dfa3",
        "IMAGES   | 0d0a2d2d",
        "MP4      | 00000030 66747970",
        "IMAGES   | 52494646 20000000 57454250",
      })
  void detectsAShortStreamAtItsEnd(ParsedContainer container, String bytes) {
    byte[] shortest = hex(bytes);

    assertThat(detectAtEnd(shortest)).isEqualTo(container);
    assertThat(detectAtEnd(Arrays.copyOf(shortest, shortest.length - 1)))
        .isInstanceOf(Unsupported.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PNG                      | 89504e470d0a1a0a0000000d49484452",
        "TLS, where plain bytes   | 16030100f8010000f40303aabbccddee",
        "an RTMP handshake        | 03001122330000000044556677889900",
        "raw H.264 or HEVC        | 0000000167640028acd9405005bb0110",
        "gzip                     | 1f8b08000000000000034b4c4a060000",
      })
  void namesWhatTheBytesLookLike(String name, String bytes) {
    ContainerException e = error(detect(hex(bytes)));

    assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_CONTAINER);
    assertThat(e).hasMessageContaining("looks like " + name).hasMessageEndingWith(" at byte 0");
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
    assertThat(error(detect(text(text)))).hasMessageContaining("looks like " + name);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void doesNotGuessAFormatForNoise(boolean ended) {
    ContainerException e = error(ContainerDetector.detect(ByteBuffer.wrap(NOISE), ended));

    assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_CONTAINER);
    assertThat(e)
        .hasMessage(
            "none of fragmented MP4, Matroska, WebM, MPEG-TS,"
                + " FLV, Ogg, AAC in ADTS, MP3, JPEG and WebP images, also as multipart at byte 0");
    assertThat(error(detectAtEnd(Arrays.copyOf(NOISE, 16)))).hasMessage(e.getMessage());
  }

  @Test
  void reportsThreeBytesAsTruncated() {
    ContainerException e = error(detectAtEnd(new byte[] {0, 0, 0}));

    assertThat(e.reason()).isEqualTo(Reason.TRUNCATED);
    assertThat(e.byteOffset()).isEqualTo(3);
    assertThat(e)
        .hasMessage("the publisher closed before its container could be detected at byte 3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"an HTTP request | GET /", "FLV | FLV", "Ogg | OggS", "plain text | 12345678"})
  void namesAShortForeignStreamAtItsEnd(String name, String text) {
    ContainerException e = error(detectAtEnd(text(text.equals("GET /") ? "GET /\r\n\r\n" : text)));

    assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_CONTAINER);
    assertThat(e).hasMessageContaining("looks like " + name);
  }
}
