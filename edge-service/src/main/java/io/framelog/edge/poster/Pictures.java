package io.framelog.edge.poster;

import io.framelog.edge.poster.PictureCache.Asked;
import io.framelog.edge.poster.PictureCache.Seen;
import io.framelog.log.Position;
import io.framelog.log.StreamId;
import io.framelog.process.FatalErrors;
import io.framelog.worker.picture.PictureAnswer;
import io.framelog.worker.picture.PictureRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The newest picture of each requested stream. However many requests arrive, the log is read at
 * most once a second per stream and width, and each keyframe is decoded once, while the cache has
 * room for the pictures that are requested.
 *
 * <pre>
 *   request ─▶ checked within a second? ─ yes ─▶ the same
 *               │ no
 *               ├─ pending? ─ yes ─▶ its answer
 *               ▼
 *           newest chunk ─ same as cached? ─ yes ─▶ the same
 *             │ no
 *             ▼
 *           read ─▶ decode ─▶ [ cache, bytes ≤ bound ]
 * </pre>
 *
 * The failure to decode a keyframe is cached, too, because it would fail again. At most one picture
 * per stream is made at a time; streams take turns. Thread-safe.
 */
public final class Pictures {
  private static final Logger LOG = Logger.getLogger(Pictures.class);
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final KeyframeSource source;
  private final PictureDecoder decoder;
  private final LongSupplier nanoTime;
  private final PictureCache kept;
  private final StreamTurns turns = new StreamTurns();
  private final Map<Asked, CompletableFuture<Picture>> underWay = new HashMap<>();

  /**
   * @param bound bytes of cached pictures
   * @param nanoTime a monotonic clock, nanoseconds
   */
  public Pictures(
      KeyframeSource source, PictureDecoder decoder, long bound, LongSupplier nanoTime) {
    this.source = source;
    this.decoder = decoder;
    this.kept = new PictureCache(bound, nanoTime);
    this.nanoTime = nanoTime;
  }

  /**
   * The newest picture of a stream.
   *
   * @param stream a stream that the control plane lists
   * @param width maximum width, pixels
   * @return never fails; completes on any thread
   */
  public CompletionStage<Picture> of(StreamId stream, int width) {
    Asked key = new Asked(stream, width);
    CompletableFuture<Picture> answer;
    Seen before;
    synchronized (this) {
      before = kept.get(key);
      if (before != null && nanoTime.getAsLong() - before.atNanos() < FRESH.toNanos()) {
        return CompletableFuture.completedStage(before.picture());
      }
      CompletableFuture<Picture> same = underWay.get(key);
      if (same != null) {
        return same;
      }
      answer = new CompletableFuture<>();
      underWay.put(key, answer);
    }
    Picture known = before == null ? null : before.picture();
    if (!turns.take(stream, () -> begin(key, known, answer))) {
      done(key, null, new RejectedExecutionException("too many pictures are queued"), answer);
    }
    return answer;
  }

  private void begin(Asked key, @Nullable Picture known, CompletableFuture<Picture> answer) {
    CompletionStage<Picture> looked;
    try {
      looked = look(key, known);
    } catch (RuntimeException e) {
      looked = CompletableFuture.failedStage(e);
    }
    FatalErrors.watch(
        looked.whenComplete(
            (picture, failure) -> {
              try {
                done(key, picture, failure, answer);
              } finally {
                turns.done(key.stream());
              }
            }));
  }

  private CompletionStage<Picture> look(Asked key, @Nullable Picture before) {
    return source
        .newest(key.stream())
        .thenCompose(
            newest ->
                newest.isEmpty()
                    ? CompletableFuture.<Picture>completedStage(new Picture.Nothing())
                    : at(newest.get(), key, before));
  }

  private CompletionStage<Picture> at(Position newest, Asked key, @Nullable Picture before) {
    if (before instanceof Picture.Shown shown && shown.position().equals(newest)) {
      return CompletableFuture.completedStage(before);
    }
    if (before instanceof Picture.NotShown not && not.position().equals(newest)) {
      return CompletableFuture.completedStage(before);
    }
    return source.read(key.stream(), newest).thenCompose(found -> decode(found, key.width()));
  }

  private CompletionStage<Picture> decode(Optional<Keyframe> found, int width) {
    return found
        .map(keyframe -> decode(keyframe, width))
        .orElseGet(() -> CompletableFuture.completedStage(new Picture.Nothing()));
  }

  private CompletionStage<Picture> decode(Keyframe keyframe, int width) {
    Position position = keyframe.position();
    String type = keyframe.mime().split(";", 2)[0].strip();
    String container = type.substring(type.indexOf('/') + 1);
    if (type.equals("image/jpeg")) {
      return CompletableFuture.completedStage(new Picture.Shown(position, keyframe.media()));
    }
    if (type.startsWith("image/") || keyframe.media().length > PictureRequest.MAX_BYTES) {
      return CompletableFuture.completedStage(
          new Picture.NotShown(position, type + " cannot be converted to JPEG"));
    }
    return decoder
        .decode(new PictureRequest(container, width, keyframe.media()))
        .thenApply(answer -> picture(position, answer));
  }

  private static Picture picture(Position position, PictureAnswer answer) {
    return answer instanceof PictureAnswer.Made made
        ? new Picture.Shown(position, made.jpeg())
        : new Picture.NotShown(position, ((PictureAnswer.NotMade) answer).sentence());
  }

  private void done(
      Asked key,
      @Nullable Picture found,
      @Nullable Throwable failure,
      CompletableFuture<Picture> answer) {
    if (failure != null) {
      LOG.debugf("no keyframe can be read stream=%s reason=%s", key.stream(), failure.toString());
    }
    Picture picture = found == null ? new Picture.NotNow() : found;
    synchronized (this) {
      underWay.remove(key);
      kept.put(key, new Seen(picture, nanoTime.getAsLong()));
    }
    answer.complete(picture);
  }
}
