package io.framelog.media.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framelog.media.packaging.fmp4.Fmp4Packager;
import io.framelog.media.packaging.webm.WebmPackager;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackagersTest {
  @Test
  void preferMp4WhenItSupportsTheCodecs() {
    assertThat(Packagers.forTracks(List.of(Samples.VP9, Samples.OPUS)))
        .isInstanceOf(Fmp4Packager.class);
    assertThat(Packagers.forTracks(List.of(Samples.AAC))).isInstanceOf(Fmp4Packager.class);
  }

  @Test
  void useWebmForVp8() {
    assertThat(Packagers.forTracks(List.of(Samples.VP8, Samples.OPUS)))
        .isInstanceOf(WebmPackager.class);
  }

  @Test
  void nameTheCodecsThatNoContainerSupportsTogether() {
    assertThatThrownBy(() -> Packagers.forTracks(List.of(Samples.AAC, Samples.VP8)))
        .isInstanceOf(PackagingException.class)
        .hasMessageContaining("VP8 goes into WebM only and AAC into MP4 only");
  }

  @Test
  void refuseNothingToPackage() {
    assertThatThrownBy(() -> Packagers.forTracks(List.of()))
        .isInstanceOf(PackagingException.class)
        .hasMessage("no tracks to package");
  }

  @Test
  void haveAnAudioMimeTypeWithoutVideo() {
    assertThat(Packagers.forTracks(List.of(Samples.AAC)).initSegment().mime())
        .isEqualTo("audio/mp4; codecs=\"mp4a.40.2\"");
  }
}
