package io.framelog.media.packaging.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.Track;
import io.framelog.media.VideoFormat;
import io.framelog.media.packaging.Packager;
import io.framelog.media.packaging.Packagers;
import io.framelog.media.packaging.PackagingException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImagePackagerTest {
  private static Track images(Codec codec) {
    return new Track(1, codec, Bytes.EMPTY, 1_000_000, 0, new VideoFormat(64, 48, 0), null, "und");
  }

  @ParameterizedTest
  @CsvSource({"JPEG, image/jpeg", "WEBP, image/webp"})
  void makesAPartOfEachImageWithoutAnInitSegment(Codec codec, String mime) {
    Packager packager = Packagers.forTracks(List.of(images(codec)));

    packager.add(0, 0, 0, 40_000, true, ByteBuffer.wrap(new byte[] {1, 2, 3}));

    assertThat(packager.initSegment().mime()).isEqualTo(mime);
    assertThat(packager.initSegment().bytes().isEmpty()).isTrue();
    assertThat(packager.pendingSamples()).isEqualTo(1);
    assertThat(packager.finishPart()).isEqualTo(Bytes.wrap(new byte[] {1, 2, 3}));
    assertThat(packager.pendingSamples()).isZero();
  }

  @Test
  void refusesTwoImagesInOnePart() {
    Packager packager = new ImagePackager(List.of(images(Codec.JPEG)));
    packager.add(0, 0, 0, 40_000, true, ByteBuffer.wrap(new byte[1]));

    assertThatThrownBy(() -> packager.add(0, 1, 1, 1, true, ByteBuffer.wrap(new byte[1])))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void refusesTracksOtherThanImages() {
    assertThatThrownBy(() -> Packagers.forTracks(List.of(images(Codec.JPEG), images(Codec.WEBP))))
        .isInstanceOf(PackagingException.class)
        .hasMessageContaining("one alone");
  }
}
