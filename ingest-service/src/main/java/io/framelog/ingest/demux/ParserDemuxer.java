package io.framelog.ingest.demux;

import io.framelog.media.container.ContainerParser;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/** Demuxes a container in this process, on the event loop. */
public class ParserDemuxer implements Demuxer {
  private final Context context;
  private final Supplier<? extends ContainerParser> parsers;
  private ContainerParser parser;

  /**
   * A demuxer that has read nothing.
   *
   * @param parsers makes a parser for each header
   */
  public ParserDemuxer(Context context, Supplier<? extends ContainerParser> parsers) {
    this.context = context;
    this.parsers = parsers;
    this.parser = parsers.get();
  }

  @Override
  public void feed(ByteBuffer bytes) {
    context.listener().step(() -> parser.feed(bytes, context.events()));
  }

  @Override
  public void restart() {
    parser = parsers.get();
  }

  @Override
  public void finish(boolean orderly) {
    if (orderly) {
      context.listener().step(() -> parser.finish(context.events()));
    }
    context.listener().onDrained();
  }

  @Override
  public void pause() {
    context.source().pause();
  }

  @Override
  public void resume() {
    context.source().resume();
  }

  @Override
  public void close() {
    // Nothing to release: the session closes the source.
  }

  @Override
  public boolean isComplete() {
    return parser.isComplete();
  }

  @Override
  public long bytesConsumed() {
    return parser.bytesConsumed();
  }
}
