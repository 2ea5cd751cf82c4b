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
 * Encodes one sound after the other anew. Each is announced by a report, before what is made of it,
 * so that the node knows from which one a packet comes.
 *
 * @param codec {@code aac} or {@code opus}
 */
public record TranscodeJob(String codec) {
  private static final int MAX_MESSAGE_BYTES = 16 << 20;

  /**
   * Runs to the input's end; what is wrong with the sound is the packet stream's last message.
   *
   * @param in as {@link io.framelog.media.container.packet.SoundMessages} writes it
   * @throws IOException when the input breaks, or nobody takes the packets any more
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
