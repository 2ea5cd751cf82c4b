package io.framelog.ingest.source.device;

import io.framelog.media.MediaEventSink;
import io.framelog.media.container.ContainerParser;
import io.framelog.media.container.ParserLimits;
import io.framelog.media.container.packet.FailureKind;
import io.framelog.media.container.packet.PacketStreamParser;
import io.framelog.media.container.packet.WorkerFailedException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a capture's packet stream, and keeps the device failure that it reports. */
final class DeviceParser implements ContainerParser {
  private final PacketStreamParser packets;
  private @Nullable FailureKind failure;

  /**
   * @param reports takes the worker's reports
   */
  DeviceParser(ParserLimits limits, Consumer<String> reports) {
    this.packets = new PacketStreamParser(limits, reports);
  }

  /** The failure of the device; empty when the device did not fail. */
  Optional<FailureKind> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public void feed(ByteBuffer input, MediaEventSink sink) {
    try {
      packets.feed(input, sink);
    } catch (WorkerFailedException e) {
      failure = e.kind();
      throw e;
    }
  }

  @Override
  public void finish(MediaEventSink sink) {
    packets.finish(sink);
  }

  @Override
  public long bytesConsumed() {
    return packets.bytesConsumed();
  }
}
