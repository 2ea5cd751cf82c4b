package io.framelog.media.container.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framelog.media.Bytes;
import io.framelog.media.ForeignSound;
import io.framelog.media.Sample;
import io.framelog.media.SoundCodec;
import io.framelog.media.SoundLayout;
import io.framelog.media.container.ContainerException;
import io.framelog.media.container.packet.SoundStreamReader.Message;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SoundStreamTest {
  private static final ForeignSound SOUND =
      new ForeignSound(
          258,
          SoundCodec.PCM_ALAW,
          Bytes.wrap(new byte[] {1, 2, 3}),
          90_000,
          8000,
          1,
          new SoundLayout(64_000, 256, 4),
          true,
          "deu");

  private static byte[] stream() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer data = ByteBuffer.wrap(new byte[] {9, 8, 7, 6});
    out.writeBytes(SoundMessages.preamble().array());
    out.writeBytes(SoundMessages.sound(SOUND).array());
    out.writeBytes(SoundMessages.packet(new Sample(258, -5, -4, 3, true, data)).array());
    assertThat(data.remaining()).isEqualTo(4);
    return out.toByteArray();
  }

  private static List<Message> read(byte[] stream) throws IOException {
    SoundStreamReader reader = new SoundStreamReader(new ByteArrayInputStream(stream), 4096);
    List<Message> messages = new ArrayList<>();
    for (Message message = reader.next(); message != null; message = reader.next()) {
      messages.add(message);
    }
    return messages;
  }

  @Test
  void readsTheWrittenMessages() throws Exception {
    List<Message> messages = read(stream());

    assertThat(messages.get(0)).isEqualTo(new Message.Sound(SOUND));
    Message.Data data = (Message.Data) messages.get(1);
    assertThat(data.pts()).isEqualTo(-4);
    assertThat(Bytes.copyOf(data.data()).toArray()).containsExactly(9, 8, 7, 6);
    assertThat(messages).hasSize(2);
  }

  @Test
  void aTruncatedStreamEndsOrIsRefused() {
    byte[] whole = stream();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(whole, length);
      try {
        assertThat(read(cut).size()).isLessThan(2);
      } catch (IOException | ContainerException e) {
        assertThat(e).hasMessageNotContaining("internal");
      }
    }
  }

  @Test
  void aDamagedStreamIsReadOrRefused() {
    Random random = new Random(1);
    for (int i = 0; i < 5000; i++) {
      byte[] damaged = stream();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      try {
        read(damaged);
      } catch (IOException | ContainerException e) {
        assertThat(e).isNotNull(); // the only two valid refusals
      }
    }
  }

  @Test
  void refusesAMessageAboveTheLimitBeforeReadingIt() {
    byte[] stream = stream();
    stream[MessageType.PREAMBLE.length + 1] = 0x7f;

    assertThatThrownBy(() -> read(stream))
        .isInstanceOf(ContainerException.class)
        .hasMessageContaining("expected at most 4096");
  }
}
