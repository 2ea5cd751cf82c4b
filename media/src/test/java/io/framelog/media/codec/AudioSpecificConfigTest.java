package io.framelog.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framelog.media.Bytes;
import org.junit.jupiter.api.Test;

class AudioSpecificConfigTest {
  @Test
  void readsLowComplexity() {
    assertThat(AudioSpecificConfig.parse(Fixture.of("aac-lc.asc")))
        .isEqualTo(new AudioSpecificConfig(2, 48_000, 48_000, 2, 2, 1024));
  }

  @Test
  void readsSbrSignalledFirst() {
    Bytes config =
        new BitWriter().bits(5, 5).bits(4, 6).bits(4, 2).bits(4, 3).bits(5, 2).bits(3, 0).toBytes();

    assertThat(AudioSpecificConfig.parse(config))
        .isEqualTo(new AudioSpecificConfig(5, 24_000, 48_000, 2, 2, 1024));
  }

  @Test
  void parametricStereoHasTwoOutputChannels() {
    Bytes config =
        new BitWriter()
            .bits(5, 29)
            .bits(4, 6)
            .bits(4, 1)
            .bits(4, 3)
            .bits(5, 2)
            .bits(3, 0)
            .toBytes();

    AudioSpecificConfig parsed = AudioSpecificConfig.parse(config);

    assertThat(parsed.channels()).isEqualTo(1);
    assertThat(parsed.outputChannels()).isEqualTo(2);
  }

  @Test
  void readsSbrSignalledAfterTheConfiguration() {
    Bytes config =
        new BitWriter()
            .bits(5, 2)
            .bits(4, 6)
            .bits(4, 2)
            .bits(3, 0)
            .bits(11, 0x2b7)
            .bits(5, 5)
            .bits(1, 1)
            .bits(4, 3)
            .toBytes();

    assertThat(AudioSpecificConfig.parse(config))
        .isEqualTo(new AudioSpecificConfig(2, 24_000, 48_000, 2, 2, 1024));
  }

  @Test
  void countsTheChannelsOfAProgramConfig() {
    BitWriter config = new BitWriter().bits(5, 2).bits(4, 3).bits(4, 0).bits(3, 0);
    config.bits(4, 0).bits(2, 1).bits(4, 3); // tag, object type, rate
    config.bits(4, 2).bits(4, 0).bits(4, 1).bits(2, 1).bits(3, 0).bits(4, 0).bits(3, 0);
    config.bits(5, 0).bits(5, 16).bits(5, 17).bits(4, 0); // centre, pair, back pair, LFE
    config.bits(8, 0).bits(8, 0);

    assertThat(AudioSpecificConfig.parse(config.toBytes()).channels()).isEqualTo(6);
  }

  @Test
  void readsAnExplicitRateAndShortFrames() {
    Bytes config =
        new BitWriter().bits(5, 2).bits(4, 15).bits(24, 37_800).bits(4, 1).bits(3, 4).toBytes();

    assertThat(AudioSpecificConfig.parse(config))
        .isEqualTo(new AudioSpecificConfig(2, 37_800, 37_800, 1, 1, 960));
  }

  @Test
  void refusesAReservedRate() {
    Bytes config = new BitWriter().bits(5, 2).bits(4, 13).bits(4, 2).bits(3, 0).toBytes();

    assertThatThrownBy(() -> AudioSpecificConfig.parse(config))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("sampling frequency index 13");
  }

  @Test
  void replacesElementsOfSurroundSoundByAChannelConfiguration() {
    BitWriter config = new BitWriter().bits(5, 2).bits(4, 3).bits(4, 0).bits(3, 0);
    config.bits(4, 0).bits(2, 1).bits(4, 3); // tag, profile, rate
    config.bits(4, 2).bits(4, 1).bits(4, 0).bits(2, 1).bits(3, 0).bits(4, 0).bits(3, 0);
    config.bits(5, 0).bits(5, 16).bits(5, 17); // a centre, a pair in front, a pair at the sides
    config.bits(4, 0); // low frequency
    config.bits(3, 0).bits(8, 0); // alignment, no comment
    config.bits(11, 0x2b7).bits(5, 5).bits(1, 0);

    Bytes standard = AudioSpecificConfig.withChannelConfiguration(config.toBytes());

    assertThat(AudioSpecificConfig.parse(standard).channels()).isEqualTo(6);
    assertThat(standard.at(1) >>> 3 & 0xf).as("channel configuration").isEqualTo(6);
    assertThat(standard.length()).isLessThan(config.toBytes().length());
    assertThat(AudioSpecificConfig.withChannelConfiguration(standard)).isSameAs(standard);
  }
}
