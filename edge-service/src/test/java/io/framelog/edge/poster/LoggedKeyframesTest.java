package io.framelog.edge.poster;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.edge.channel.FakeLog;
import io.framelog.log.Position;
import io.framelog.log.TrackInfo;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoggedKeyframesTest {
  private static final List<TrackInfo> PICTURE =
      List.of(new TrackInfo(1, "video", "vp8", 64, 48, null, null, null, null));
  private static final List<TrackInfo> SOUND =
      List.of(new TrackInfo(1, "audio", "opus", null, null, null, 48_000, 2, null));

  private final FakeLog log = new FakeLog();
  private final LoggedKeyframes keyframes = new LoggedKeyframes(log);

  @Test
  void isTheFirstPartOfTheNewestChunk() {
    log.claim().chunk(2, PICTURE).chunk(2, PICTURE);

    assertThat(newest()).get().extracting(LoggedKeyframesTest::text).isEqualTo("init0c1p0");
  }

  @Test
  void isTheLastPictureWhenTheSessionEndsWithAudioOnly() {
    log.claim().chunk(2, PICTURE).chunk(1, SOUND);
    Position newest = keyframes.newest(FakeLog.STREAM).toCompletableFuture().join().orElseThrow();

    assertThat(newest()).get().extracting(LoggedKeyframesTest::text).isEqualTo("init0c0p0");
    assertThat(newest()).get().extracting(Keyframe::position).isEqualTo(newest);
  }

  @Test
  void isEmptyWhenThePictureIsOfAnotherSession() {
    log.claim().chunk(2, PICTURE).claim().chunk(1, SOUND);

    assertThat(newest()).isEmpty();
  }

  @Test
  void isEmptyWhenThereIsAudioOnly() {
    log.claim().chunk(2, SOUND).chunk(1, SOUND);

    assertThat(newest()).isEmpty();
  }

  private Optional<Keyframe> newest() {
    Position chunk = keyframes.newest(FakeLog.STREAM).toCompletableFuture().join().orElseThrow();
    return keyframes.read(FakeLog.STREAM, chunk).toCompletableFuture().join();
  }

  private static String text(Keyframe keyframe) {
    return new String(keyframe.media(), US_ASCII);
  }
}
