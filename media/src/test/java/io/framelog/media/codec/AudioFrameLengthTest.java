package io.framelog.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AudioFrameLengthTest {
  /** HE-AAC: core at 24 kHz, output at 48 kHz. */
  private static final Bytes HE_AAC = bytes("2b118800");

  @Test
  void ofSbrIsThatOfTheCore() {
    AudioFrameLength length = AudioFrameLength.of(Codec.AAC, HE_AAC, 48_000);

    assertThat(length.nanos(frame(""))).isEqualTo(42_666_666);
  }

  /**
   * RFC 6716 §3.1, Table 2: configuration in the upper five bits, number of frames in the lower
   * two.
   */
  @ParameterizedTest
  @CsvSource({
    "00, 10",
    "08, 20",
    "10, 40",
    "18, 60", // SILK
    "60, 10",
    "68, 20", // hybrid
    "80, 2.5",
    "88, 5",
    "90, 10",
    "98, 20", // CELT
    "99, 40",
    "9a, 40",
    "9b03, 60",
    "9b83, 60",
    "9b, 0"
  })
  void ofOpusIsInItsFirstByte(String packet, double ms) {
    AudioFrameLength length =
        AudioFrameLength.of(Codec.OPUS, Fixture.of("opus-stereo.head"), 48_000);

    assertThat(length.nanos(frame(packet))).isEqualTo(Math.round(ms * 1e6));
  }

  @ParameterizedTest
  @CsvSource({
    "fff81918, 4000000",
    "fff85918, 96000000",
    "fff8c918, 85333333",
    "fff86918, 96000000",
    "fff8691800, 96000000",
    "fff86918002f, 1000000",
    "fff86918dea0bf, 4000000",
    "fff8791800, 96000000",
    "fff87918000f, 96000000",
    "fff87918de8012bf, 100000000"
  })
  void ofFlacIsInItsFrameHeader(String start, long nanos) {
    AudioFrameLength length = AudioFrameLength.of(Codec.FLAC, Fixture.of("flac.config"), 48_000);

    assertThat(length.nanos(frame(start))).isEqualTo(nanos);
  }

  @ParameterizedTest
  @CsvSource({"48000, 24000000", "22050, 26122448"})
  void ofMp3DependsOnItsRate(int sampleRate, long nanos) {
    AudioFrameLength length = AudioFrameLength.of(Codec.MP3, Bytes.EMPTY, sampleRate);

    assertThat(length.nanos(frame("fffb"))).isEqualTo(nanos);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "01", "ff"})
  void isUnknownForPacketsThatAreNotVorbisAudio(String packet) {
    AudioFrameLength length =
        AudioFrameLength.of(Codec.VORBIS, Fixture.of("vorbis.headers"), 48_000);

    assertThat(length.nanos(frame(packet))).isZero();
  }

  @Test
  void ofVorbisIsAQuarterOfItsBlockAndThePreviousOne() {
    // given blocks of 256 and 2048 samples, the second of two modes being the long one
    AudioFrameLength length =
        AudioFrameLength.of(Codec.VORBIS, Fixture.of("vorbis.headers"), 48_000);

    assertThat(length.nanos(frame("00"))).isEqualTo(128 * 1_000_000_000L / 48_000);
    assertThat(length.nanos(frame("02"))).isEqualTo(576 * 1_000_000_000L / 48_000);
    assertThat(length.nanos(frame("02"))).isEqualTo(1024 * 1_000_000_000L / 48_000);
  }

  private static Bytes bytes(String hex) {
    return Bytes.wrap(HexFormat.of().parseHex(hex));
  }

  private static ByteBuffer frame(String hex) {
    return bytes(hex).buffer();
  }
}
