package io.framelog.controlplane;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A capture as its node describes it.
 *
 * @param name unique on its node
 * @param stream stream id
 * @param video video device; absent for audio only
 * @param audio audio device; absent for video only
 * @param state its state
 * @param since when it entered this state
 * @param configured whether it was requested by the node's configuration and not by the control API
 * @param reason why it last failed, as listed in docs/operations/publish.md; absent when it never
 *     failed
 * @param message the same in a sentence
 * @param retryAt when it is retried; present exactly while it is failed
 * @param failures how often it has failed
 * @param droppedFrames frames dropped because the encoder or Kafka was too slow
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CaptureState(
    String name,
    String stream,
    @Nullable String video,
    @Nullable String audio,
    State state,
    Instant since,
    boolean configured,
    @Nullable String reason,
    @Nullable String message,
    @Nullable Instant retryAt,
    int failures,
    long droppedFrames) {
  public CaptureState {
    Required.field("captures.name", name);
    Required.field("captures.stream", stream);
    Required.field("captures.state", state);
    Required.field("captures.since", since);
    Required.notNegative("captures.failures", failures);
    Required.notNegative("captures.droppedFrames", droppedFrames);
  }

  /** The state of a capture. */
  public enum State {
    /** Its devices are being opened, and its stream claimed. */
    STARTING,
    /** Its stream is live. */
    CAPTURING,
    /** It is retried at {@link CaptureState#retryAt()}. */
    FAILED;

    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
