package io.framelog.edge.poster;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.log.LogException;
import io.framelog.log.LogId;
import io.framelog.log.Position;
import io.framelog.log.StreamId;
import io.framelog.worker.picture.PictureAnswer;
import io.framelog.worker.picture.PictureRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PicturesTest {
  private static final StreamId CAM = new StreamId("cam");
  private static final LogId LOG = new LogId("abcdefgh");
  private static final String MP4 = "video/mp4; codecs=\"avc1.4d401e\"";

  /** A log whose newest chunk the test sets. */
  private static final class Source implements KeyframeSource {
    Optional<Position> newest = Optional.of(new Position(LOG, 10));
    String mime = MP4;
    int lookups;

    @Override
    public CompletionStage<Optional<Position>> newest(StreamId stream) {
      lookups++;
      return CompletableFuture.completedStage(newest);
    }

    @Override
    public CompletionStage<Optional<Keyframe>> read(StreamId stream, Position chunk) {
      return CompletableFuture.completedStage(
          Optional.of(
              new Keyframe(
                  chunk, mime, ("key at " + chunk.offset()).getBytes(StandardCharsets.UTF_8))));
    }
  }

  private final Source source = new Source();
  private final List<PictureRequest> decoded = new ArrayList<>();
  private PictureAnswer answer = new PictureAnswer.Made(new byte[1000]);
  private long now;
  private final Pictures pictures = pictures(1 << 20);

  private Pictures pictures(long bound) {
    return new Pictures(
        source,
        request -> {
          decoded.add(request);
          return CompletableFuture.completedStage(answer);
        },
        bound,
        () -> now);
  }

  private static Picture get(CompletionStage<Picture> picture) throws Exception {
    return picture.toCompletableFuture().get(1, TimeUnit.SECONDS);
  }

  private void afterSeconds(int seconds) {
    now += TimeUnit.SECONDS.toNanos(seconds);
  }

  @Test
  void eachKeyframeIsDecodedOnceAndTheLogIsReadOnceASecond() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertThat(get(pictures.of(CAM, 320))).isInstanceOf(Picture.Shown.class);
    }
    assertThat(source.lookups).isEqualTo(1);

    afterSeconds(2);
    get(pictures.of(CAM, 320));
    assertThat(source.lookups).isEqualTo(2);
    assertThat(decoded).hasSize(1);
    assertThat(decoded.get(0).format()).isEqualTo("mp4");
    assertThat(decoded.get(0).width()).isEqualTo(320);
    assertThat(new String(decoded.get(0).media(), StandardCharsets.UTF_8)).isEqualTo("key at 10");
  }

  @Test
  void slowPicturesOfOneStreamDoNotDelayThoseOfAnother() throws Exception {
    List<CompletableFuture<PictureAnswer>> slow = new ArrayList<>();
    Pictures pictures =
        new Pictures(
            source,
            request -> {
              decoded.add(request);
              CompletableFuture<PictureAnswer> later = new CompletableFuture<>();
              slow.add(later);
              return later;
            },
            1 << 20,
            () -> now);
    List<CompletionStage<Picture>> ofSlow = new ArrayList<>();
    for (int width = 100; width < 108; width++) {
      ofSlow.add(pictures.of(CAM, width));
    }

    CompletionStage<Picture> other = pictures.of(new StreamId("other"), 320);

    // one of each stream is being decoded, the others of the slow stream wait
    assertThat(decoded).extracting(PictureRequest::width).containsExactly(100, 320);
    slow.get(1).complete(answer);
    assertThat(get(other)).isInstanceOf(Picture.Shown.class);
    for (int i = 0; i < slow.size(); i++) {
      slow.get(i).complete(answer);
    }
    for (CompletionStage<Picture> each : ofSlow) {
      assertThat(get(each)).isInstanceOf(Picture.Shown.class);
    }
  }

  @Test
  void tooManyRequestsOfOneStreamAreRefusedAndOtherStreamsAreNot() throws Exception {
    Pictures pictures =
        new Pictures(source, request -> new CompletableFuture<>(), 1 << 20, () -> now);
    for (int width = 100; width < 109; width++) {
      assertThat(pictures.of(CAM, width).toCompletableFuture()).isNotDone();
    }

    assertThat(get(pictures.of(CAM, 200))).isInstanceOf(Picture.NotNow.class);
    assertThat(pictures.of(new StreamId("other"), 200).toCompletableFuture()).isNotDone();
  }

  @Test
  void aNewKeyframeResultsInANewPicture() throws Exception {
    get(pictures.of(CAM, 320));
    source.newest = Optional.of(new Position(LOG, 20));
    afterSeconds(2);

    Picture picture = get(pictures.of(CAM, 320));

    assertThat(((Picture.Shown) picture).position()).isEqualTo(new Position(LOG, 20));
    assertThat(decoded).hasSize(2);
  }

  @Test
  void concurrentRequestsGetTheSameAnswer() throws Exception {
    CompletableFuture<PictureAnswer> later = new CompletableFuture<>();
    List<PictureRequest> asked = new ArrayList<>();
    Pictures slow =
        new Pictures(
            source,
            request -> {
              asked.add(request);
              return later;
            },
            1 << 20,
            () -> now);

    CompletionStage<Picture> first = slow.of(CAM, 320);
    CompletionStage<Picture> second = slow.of(CAM, 320);
    assertThat(asked).hasSize(1);
    later.complete(answer);
    assertThat(get(first)).isSameAs(get(second));
  }

  @Test
  void aFailedDecodingIsNotRepeated() throws Exception {
    answer = new PictureAnswer.NotMade("no decoder for av1");
    get(pictures.of(CAM, 320));
    afterSeconds(2);

    Picture picture = get(pictures.of(CAM, 320));

    assertThat(picture)
        .isEqualTo(new Picture.NotShown(new Position(LOG, 10), "no decoder for av1"));
    assertThat(decoded).hasSize(1);
  }

  @Test
  void aBusyDecoderIsAskedAgain() throws Exception {
    List<PictureRequest> asked = new ArrayList<>();
    Pictures busy =
        new Pictures(
            source,
            request -> {
              asked.add(request);
              return CompletableFuture.failedStage(new RejectedExecutionException());
            },
            1 << 20,
            () -> now);
    assertThat(get(busy.of(CAM, 320))).isInstanceOf(Picture.NotNow.class);
    afterSeconds(2);
    assertThat(get(busy.of(CAM, 320))).isInstanceOf(Picture.NotNow.class);
    assertThat(asked).hasSize(2);
  }

  @Test
  void jpegImagesAreShownUnchangedAndOtherImagesAreNot() throws Exception {
    source.mime = "image/jpeg";
    Picture.Shown shown = (Picture.Shown) get(pictures.of(CAM, 320));
    assertThat(new String(shown.jpeg(), StandardCharsets.UTF_8)).isEqualTo("key at 10");

    source.mime = "image/webp";
    assertThat(get(pictures.of(CAM, 640))).isInstanceOf(Picture.NotShown.class);
    assertThat(decoded).isEmpty();
  }

  @Test
  void anEmptyLogHasNoPicture() throws Exception {
    source.newest = Optional.empty();
    assertThat(get(pictures.of(CAM, 320))).isInstanceOf(Picture.Nothing.class);
  }

  @Test
  void anUnreachableLogIsReported() throws Exception {
    Pictures away =
        new Pictures(
            new KeyframeSource() {
              @Override
              public CompletionStage<Optional<Position>> newest(StreamId stream) {
                return CompletableFuture.failedStage(new LogException("away"));
              }

              @Override
              public CompletionStage<Optional<Keyframe>> read(StreamId stream, Position chunk) {
                return CompletableFuture.failedStage(new LogException("away"));
              }
            },
            request -> CompletableFuture.completedStage(answer),
            1 << 20,
            () -> now);
    assertThat(get(away.of(CAM, 320))).isInstanceOf(Picture.NotNow.class);
  }

  private static PictureCache.Asked asked(int cam) {
    return new PictureCache.Asked(new StreamId("cam" + cam), 320);
  }

  private static PictureCache.Seen kilobyte() {
    return new PictureCache.Seen(new Picture.Shown(new Position(LOG, 1), new byte[1000]), 0);
  }

  @Test
  void picturesBeyondTheBoundAreEvictedAndThoseRequestedMoreThanOnceStay() {
    PictureCache cache = new PictureCache(3000, () -> now);
    cache.put(asked(0), kilobyte());
    cache.put(asked(1), kilobyte());
    cache.get(asked(0));

    for (int cam = 2; cam < 20; cam++) {
      cache.put(asked(cam), kilobyte());
      assertThat(cache.bytes()).isBetween(2000L, 3000L);
    }

    assertThat(cache.get(asked(0))).isNotNull();
  }

  @Test
  void thePictureThatReplacesAnotherCountsWithItsOwnBytes() {
    PictureCache cache = new PictureCache(3000, () -> now);
    cache.put(asked(0), kilobyte());

    cache.put(asked(0), new PictureCache.Seen(new Picture.Nothing(), 0));

    assertThat(cache.bytes()).isEqualTo(new Picture.Nothing().bytes());
  }

  @Test
  void aPictureThatIsNotRequestedForAMinuteIsRemoved() {
    PictureCache cache = new PictureCache(3000, () -> now);
    cache.put(asked(0), kilobyte());
    cache.put(asked(1), kilobyte());
    afterSeconds(40);
    cache.get(asked(0));
    afterSeconds(40);

    assertThat(cache.get(asked(0))).isNotNull();
    assertThat(cache.get(asked(1))).isNull();
  }

  @Test
  void picturesOfEndedStreamsDoNotKeepNewOnesOut() {
    PictureCache cache = new PictureCache(3000, () -> now);
    for (int request = 0; request < 30; request++) {
      cache.put(asked(0), kilobyte());
      cache.put(asked(1), kilobyte());
    }
    afterSeconds(70);

    cache.put(asked(2), kilobyte());

    assertThat(cache.get(asked(2))).isNotNull();
  }
}
