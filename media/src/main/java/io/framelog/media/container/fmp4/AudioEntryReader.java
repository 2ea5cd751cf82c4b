package io.framelog.media.container.fmp4;

import static io.framelog.media.container.fmp4.SampleEntryReader.inCodec;

import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.codec.AacConfigWriter;
import io.framelog.media.codec.AudioSpecificConfig;
import io.framelog.media.codec.FlacStreamInfo;
import io.framelog.media.codec.OpusHead;

/**
 * Reads an audio sample entry of a codec that Framelog may carry. Rate and channels come from the
 * codec's configuration if there is one: muxers fill the entry's fields with constants (ffmpeg:
 * always two channels), and they cannot hold rates above 65,535.
 */
final class AudioEntryReader {
  private AudioEntryReader() {}

  static SampleEntry read(BoxBody entry) {
    AudioEntryFields fields = AudioEntryFields.read(entry);
    long sampleRate = fields.sampleRate();
    int channels = fields.channels();
    return switch (entry.type()) {
      case FourCc.OPUS -> opus(entry);
      case FourCc.FLAC -> flac(entry);
      case FourCc.MP3 ->
          SampleEntry.audio(entry.name(), Codec.MP3, Bytes.EMPTY, sampleRate, channels);
      default -> mp4a(entry, sampleRate, channels);
    };
  }

  private static SampleEntry mp4a(BoxBody entry, long sampleRate, int channels) {
    BoxBody esds = esds(entry);
    ElementaryStream stream = ElementaryStream.read(esds);
    String name = entry.name() + "." + Integer.toHexString(stream.objectType());
    if (stream.isAac()) {
      Bytes told = stream.decoderConfig();
      Bytes config =
          told.isEmpty() ? AacConfigWriter.lowComplexity((int) sampleRate, channels) : told;
      AudioSpecificConfig aac = inCodec(esds, () -> AudioSpecificConfig.parse(config));
      return SampleEntry.audio(
          name, Codec.AAC, config, aac.outputSampleRate(), aac.outputChannels());
    }
    if (stream.isMp3()) {
      return SampleEntry.audio(name, Codec.MP3, Bytes.EMPTY, sampleRate, channels);
    }
    return stream
        .sound()
        .map(codec -> SampleEntry.decodable(name, codec, 0, 0))
        .orElseGet(() -> SampleEntry.unsupported(name));
  }

  /** The {@code esds}, which QuickTime wraps in a {@code wave}. */
  private static BoxBody esds(BoxBody entry) {
    for (BoxBody box = entry.nextChild(); box != null; box = entry.nextChild()) {
      if (box.type() == FourCc.ESDS) {
        return box;
      }
      if (box.type() == FourCc.WAVE) {
        return box.required(box.findChild(FourCc.ESDS), FourCc.ESDS);
      }
    }
    throw entry.malformed(entry.name() + " without esds");
  }

  private static SampleEntry opus(BoxBody entry) {
    BoxBody dOps = entry.required(entry.findChild(FourCc.OPUS_CONFIG), FourCc.OPUS_CONFIG);
    Bytes content = dOps.rest();
    OpusHead head = inCodec(dOps, () -> OpusHead.fromDops(content.buffer()));
    return SampleEntry.audio(
        entry.name(), Codec.OPUS, head.toBytes(), OpusHead.SAMPLE_RATE, head.channels());
  }

  private static SampleEntry flac(BoxBody entry) {
    BoxBody dfLa = entry.required(entry.findChild(FourCc.FLAC_CONFIG), FourCc.FLAC_CONFIG);
    Bytes blocks = dfLa.fullBoxContent();
    byte[] config = new byte[4 + blocks.length()];
    config[0] = 'f';
    config[1] = 'L';
    config[2] = 'a';
    config[3] = 'C';
    System.arraycopy(blocks.sharedArray(), 0, config, 4, blocks.length());
    FlacStreamInfo info = inCodec(dfLa, () -> FlacStreamInfo.parse(Bytes.wrap(config)));
    return SampleEntry.audio(
        entry.name(), Codec.FLAC, Bytes.wrap(config), info.sampleRate(), info.channels());
  }
}
