package io.framelog.media.container.mkv;

import io.framelog.media.Bytes;
import io.framelog.media.ForeignSound;
import io.framelog.media.MediaEvent;
import io.framelog.media.MediaEventSink;
import io.framelog.media.Sample;
import io.framelog.media.container.ContainerException;
import io.framelog.media.container.ContainerException.Reason;
import io.framelog.media.container.GatherBuffer;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns the blocks of Clusters into samples. */
final class ClusterReader {
  /** BlockAddID of codec-defined additions: for VP8 and VP9 the alpha channel. */
  private static final long ALPHA = 1;

  private final List<MatroskaTrack> tracks;
  private final List<DecodableTrack> sounds;
  private final long maxTicks;
  private final Block block = new Block();
  private final GatherBuffer groupBlock = new GatherBuffer();
  private final GatherBuffer restored = new GatherBuffer();
  private final GatherBuffer groupAlpha = new GatherBuffer();

  private long clusterTicks;
  private boolean groupHasBlock;
  private long groupBlockOffset;
  private long groupDuration;
  private boolean groupHasReference;
  private boolean groupHasAlpha;
  private long additionId;

  ClusterReader(List<MatroskaTrack> tracks, List<DecodableTrack> sounds, Timebase timebase) {
    this.tracks = tracks;
    this.sounds = sounds;
    this.maxTicks = timebase.maxTicks();
  }

  void clusterBegins() {
    clusterTicks = 0;
  }

  void timestamp(long ticks, long offset) {
    if (ticks < 0 || ticks > maxTicks) {
      throw new ContainerException(
          Reason.MALFORMED,
          offset,
          "Cluster timestamp " + Long.toUnsignedString(ticks) + ", expected at most " + maxTicks);
    }
    clusterTicks = ticks;
  }

  void simpleBlock(ByteBuffer content, long offset, MediaEventSink sink) {
    block.read(content, offset);
    emit(block.keyframe(), 0, null, sink);
  }

  void groupBegins() {
    groupHasBlock = false;
    groupHasReference = false;
    groupHasAlpha = false;
    groupDuration = 0;
  }

  /**
   * Buffers the block, because later elements of the group state its duration and whether it is a
   * keyframe.
   */
  void groupBlock(ByteBuffer content, long offset) {
    groupBlock.clear();
    groupBlock.append(content, content.remaining());
    groupBlockOffset = offset;
    groupHasBlock = true;
  }

  void groupDuration(long ticks, long offset) {
    if (ticks < 0 || ticks > maxTicks) {
      throw new ContainerException(
          Reason.MALFORMED, offset, "BlockDuration " + Long.toUnsignedString(ticks));
    }
    groupDuration = ticks;
  }

  void groupReference() {
    groupHasReference = true;
  }

  void additionBegins() {
    additionId = ALPHA;
    if (!groupHasAlpha) {
      groupAlpha.clear();
    }
  }

  void additionId(long id) {
    additionId = id;
  }

  /** Buffers the addition, because its id may follow. */
  void addition(ByteBuffer content) {
    if (!groupHasAlpha) {
      groupAlpha.clear();
      groupAlpha.append(content, content.remaining());
    }
  }

  void additionEnds() {
    groupHasAlpha |= additionId == ALPHA && groupAlpha.length() > 0;
  }

  void groupEnds(MediaEventSink sink) {
    if (groupHasBlock) {
      block.read(groupBlock.view(), groupBlockOffset);
      ByteBuffer alpha = groupHasAlpha && block.frames() == 1 ? groupAlpha.view() : null;
      emit(!groupHasReference, groupDuration, alpha, sink);
    }
  }

  private void emit(
      boolean sync, long blockDuration, @Nullable ByteBuffer alpha, MediaEventSink sink) {
    MatroskaTrack track = track(block.track());
    if (track == null) {
      emitSound(sink);
      return;
    }
    long begin = track.pts(clusterTicks + block.relativeTime());
    long duration = track.duration(blockDuration / block.frames());
    long nanosBefore = 0;
    for (int lace = 0; lace < block.frames(); lace++) {
      long pts = begin + track.afterFirst(lace, block.frames(), blockDuration, nanosBefore);
      ByteBuffer data = track.sample(restore(track.strippedHeader(), block.nextFrame()));
      nanosBefore += track.nanos(data);
      if (data.hasRemaining()) {
        Sample sample =
            new Sample(
                track.track().id(),
                track.dts(pts),
                pts,
                duration,
                sync,
                data,
                track.hasAlpha() ? alpha : null);
        sink.on(new MediaEvent.SampleRead(sample));
      }
    }
  }

  /** Emits a block of ignored audio: only the block's first frame has a timestamp. */
  private void emitSound(MediaEventSink sink) {
    for (DecodableTrack sound : sounds) {
      int id = sound.sound().id();
      if (id == block.track()) {
        long time = sound.time(clusterTicks + block.relativeTime());
        for (int lace = 0; lace < block.frames(); lace++) {
          ByteBuffer data = restore(sound.strippedHeader(), block.nextFrame());
          if (data.hasRemaining()) {
            sink.on(new MediaEvent.SampleRead(new Sample(id, time, time, 0, true, data)));
          }
          time = ForeignSound.UNKNOWN_TIME;
        }
        return;
      }
    }
  }

  private ByteBuffer restore(Bytes strippedHeader, ByteBuffer frame) {
    if (strippedHeader.isEmpty()) {
      return frame;
    }
    restored.clear();
    restored.append(strippedHeader.buffer(), strippedHeader.length());
    restored.append(frame, frame.remaining());
    return restored.view();
  }

  private @Nullable MatroskaTrack track(long number) {
    for (int i = 0; i < tracks.size(); i++) {
      if (tracks.get(i).track().id() == number) {
        return tracks.get(i);
      }
    }
    return null;
  }
}
