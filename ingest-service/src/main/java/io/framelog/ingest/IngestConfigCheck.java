package io.framelog.ingest;

import io.framelog.config.ConfigCheck;
import io.framelog.config.Mistakes;
import io.framelog.ingest.source.websocket.WebSocketSettings;
import io.framelog.log.StreamId;

/** Checks names, URLs, devices and dependent sizes of {@link IngestConfig}. */
public final class IngestConfigCheck implements ConfigCheck<IngestConfig> {
  private static final int MIN_MESSAGE_BYTES = 64 * 1024;
  private static final long MIN_BITRATE = 8_000;

  @Override
  public void check(IngestConfig config, Mistakes mistakes) {
    mistakes.expect(
        StreamId.isValid(config.defaultStream()),
        "framelog.ingest.default-stream",
        config.defaultStream(),
        StreamId.EXPECTED);
    mistakes.attempt(() -> IngestSettings.origins(config));
    mistakes.attempt(() -> WebSocketSettings.from(config));
    messageBytes(config, mistakes);
    long bitrate = config.limits().bitrate();
    mistakes.expect(
        bitrate == 0 || bitrate >= MIN_BITRATE,
        "framelog.ingest.limits.bitrate",
        bitrate,
        "0 or at least " + MIN_BITRATE);
    captures(config, mistakes);
  }

  private static void messageBytes(IngestConfig config, Mistakes mistakes) {
    int messageBytes = config.websocket().messageBytes();
    int sampleBytes = config.limits().sampleBytes();
    mistakes.expect(
        messageBytes >= MIN_MESSAGE_BYTES && messageBytes <= sampleBytes,
        "framelog.ingest.websocket.message-bytes",
        messageBytes,
        MIN_MESSAGE_BYTES + " to framelog.ingest.limits.sample-bytes, which is " + sampleBytes);
  }

  private static void captures(IngestConfig config, Mistakes mistakes) {
    CaptureConfig all = config.capture();
    mistakes.expect(
        all.retryMax().compareTo(all.retryMin()) >= 0,
        "framelog.ingest.capture.retry-max",
        all.retryMax(),
        "at least framelog.ingest.capture.retry-min, which is " + all.retryMin());
    mistakes.attempt(() -> CaptureSettings.kinds(all.apiDevices()));
    mistakes.expect(
        config.captures().size() <= all.max(),
        "the number of framelog.ingest.captures",
        config.captures().size(),
        "at most framelog.ingest.capture.max, which is " + all.max());
    config
        .captures()
        .forEach((name, given) -> mistakes.attempt(() -> CaptureSettings.spec(name, given)));
  }
}
