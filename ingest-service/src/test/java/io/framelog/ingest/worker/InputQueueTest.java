package io.framelog.ingest.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InputQueueTest {
  private final InputQueue queue = new InputQueue(100);

  @Test
  void asksForAPauseAtItsBoundAndForMoreAtHalf() throws InterruptedException {
    assertThat(queue.put(new byte[60])).isTrue();
    assertThat(queue.put(new byte[40])).as("at the bound").isFalse();

    queue.take();
    assertThat(queue.hasDrained()).as("40 of 100 left").isTrue();
    assertThat(queue.hasDrained()).as("reported once").isFalse();
  }

  @Test
  void staysFullAboveHalf() throws InterruptedException {
    queue.put(new byte[30]);
    queue.put(new byte[80]);

    queue.take();

    assertThat(queue.hasDrained()).isFalse();
    assertThat(queue.put(new byte[1])).isFalse();
  }

  @Test
  void returnsQueuedPiecesBeforeTheEnd() throws InterruptedException {
    queue.put(new byte[1]);
    queue.close();
    queue.put(new byte[2]);

    assertThat(queue.take()).hasSize(1);
    assertThat(queue.take()).isNull();
  }

  @Test
  void discardsQueuedPieces() throws InterruptedException {
    queue.put(new byte[1]);
    queue.discard();

    assertThat(queue.take()).isNull();
  }
}
