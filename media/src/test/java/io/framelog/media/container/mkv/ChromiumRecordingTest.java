package io.framelog.media.container.mkv;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.Codec;
import io.framelog.media.MediaEvent.SampleRead;
import io.framelog.media.MediaEvent.TracksFound;
import io.framelog.media.Sample;
import io.framelog.media.Track;
import io.framelog.media.TrackKind;
import io.framelog.media.codec.Keyframes;
import io.framelog.media.codec.TrackCompletion;
import io.framelog.media.container.ParserLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The output of Chromium's MediaRecorder for {@code video/webm;codecs="avc1.42e01f,opus"}: H.264
 * without a CodecPrivate, with frames in the byte stream format.
 */
class ChromiumRecordingTest {
  private static final int VIDEO_FRAMES = 30;
  private static final int AUDIO_FRAMES = 25;

  private final List<Track> tracks = new ArrayList<>();
  private final List<byte[]> frames = new ArrayList<>();
  private int sounds;

  @Test
  void convertsFramesToLengthPrefixesWithParameterSetsInTheFirst() throws IOException {
    byte[] recording = Files.readAllBytes(Path.of("src/test/samples-mkv/chromium-h264.webm"));

    new MatroskaParser(ParserLimits.DEFAULT)
        .feed(
            ByteBuffer.wrap(recording),
            event -> {
              if (event instanceof TracksFound found) {
                tracks.addAll(found.tracks());
              } else if (event instanceof SampleRead read) {
                sample(read.sample());
              }
            });

    Track video = track(TrackKind.VIDEO);
    assertThat(video.codec()).isEqualTo(Codec.H264);
    assertThat(sounds).isEqualTo(AUDIO_FRAMES);
    assertThat(frames).hasSize(VIDEO_FRAMES).allSatisfy(ChromiumRecordingTest::isOfLengths);
    ByteBuffer first = ByteBuffer.wrap(frames.get(0));
    Track complete = TrackCompletion.complete(video, first);
    assertThat(complete.config().length()).isGreaterThan(video.config().length());
    assertThat(Keyframes.of(complete).isKeyframe(new Sample(1, 0, 0, 0, false, first))).isTrue();
  }

  private void sample(Sample sample) {
    if (sample.trackId() != track(TrackKind.VIDEO).id()) {
      sounds++;
      return;
    }
    byte[] copy = new byte[sample.data().remaining()];
    sample.data().get(copy);
    frames.add(copy);
  }

  private Track track(TrackKind kind) {
    return tracks.stream().filter(track -> track.kind() == kind).findFirst().orElseThrow();
  }

  private static void isOfLengths(byte[] frame) {
    ByteBuffer at = ByteBuffer.wrap(frame);
    while (at.hasRemaining()) {
      int length = at.getInt();
      assertThat(length).isBetween(1, at.remaining());
      at.position(at.position() + length);
    }
  }
}
