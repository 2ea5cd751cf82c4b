package io.framelog.worker.transcode;

import io.framelog.media.container.packet.FailureKind;
import io.framelog.media.container.packet.PacketStreamWriter;
import io.framelog.media.container.packet.SoundStreamReader;
import io.framelog.worker.JobException;
import io.framelog.worker.WorkerReport;
import io.framelog.worker.encode.PacketOutput;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Transcodes audio tracks, one after the other. A report precedes the packets of each, so that the
 * node can assign packets to input tracks.
 *
 * @param codec of the output, {@code aac} or {@code opus}
 */
public record TranscodeJob(String codec) {
  private static final int MAX_MESSAGE_BYTES = 16 << 20;

  /**
   * Runs to the input's end. An error in the audio is reported as the packet stream's last message.
   *
   * @param in the output of {@link io.framelog.media.container.packet.SoundMessages}
   * @throws IOException when reading the input or writing the packets fails
   */
  public void run(InputStream in, PacketStreamWriter packets) throws IOException {
    SoundStreamReader messages =
        new SoundStreamReader(new BufferedInputStream(in), MAX_MESSAGE_BYTES);
    PacketOutput output = new PacketOutput(packets);
    SoundTranscoder transcoder = null;
    int sounds = 0;
    try {
      for (SoundStreamReader.Message m = messages.next(); m != null; m = messages.next()) {
        if (m instanceof SoundStreamReader.Message.Sound sound) {
          close(transcoder);
          packets.report(WorkerReport.SOUND + ++sounds);
          transcoder = SoundTranscoder.open(sound.sound(), codec, output);
        } else if (m instanceof SoundStreamReader.Message.Data data && transcoder != null) {
          transcoder.take(data.pts(), data.data());
        }
      }
      if (transcoder != null) {
        transcoder.finish();
      }
      output.end();
    } catch (JobException e) {
      output.failed(e.kind(), e.sentence());
    } catch (RuntimeException e) {
      output.failed(FailureKind.OTHER, "internal error: " + e);
    } finally {
      close(transcoder);
    }
  }

  private static void close(@Nullable SoundTranscoder transcoder) {
    if (transcoder != null) {
      transcoder.close();
    }
  }
}
