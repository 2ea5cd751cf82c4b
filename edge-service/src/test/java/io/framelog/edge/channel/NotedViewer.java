package io.framelog.edge.channel;

import io.framelog.edge.channel.ChannelEvent.ChunkOpened;
import io.framelog.edge.channel.ChannelEvent.ChunkResumed;
import io.framelog.edge.channel.ChannelEvent.GapFound;
import io.framelog.edge.channel.ChannelEvent.PartArrived;
import io.framelog.edge.channel.ChannelEvent.PublisherSilent;
import io.framelog.edge.channel.ChannelEvent.SessionEnded;
import io.framelog.edge.frame.SharedFrame;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records what a channel delivers: {@code chunk 1}, {@code part 5}, {@code gap missing}, … */
class NotedViewer implements ChannelViewer {
  boolean crowded;
  final List<String> story = new CopyOnWriteArrayList<>();
  final List<SharedFrame> frames = new CopyOnWriteArrayList<>();

  @Override
  public void joining(long bytes) {
    story.add("joining");
  }

  @Override
  public void deliver(ChannelEvent event) {
    if (event instanceof ChunkOpened opened) {
      frames.add(opened.initFrame());
      story.add("chunk " + opened.chunk());
    } else if (event instanceof PartArrived part) {
      frames.add(part.frame());
      story.add("part " + part.offset());
    } else if (event instanceof GapFound gap) {
      story.add("gap " + gap.reason().wireName());
    } else if (event instanceof ChunkResumed resumed) {
      frames.add(resumed.chunk().initFrame());
      story.add("resumed " + resumed.chunk().chunk());
    } else if (event instanceof SessionEnded || event instanceof PublisherSilent) {
      story.add("end");
    } else {
      story.add("waiting");
    }
  }

  @Override
  public void skip(GapReason reason) {
    story.add("skip " + reason.wireName());
  }

  @Override
  public boolean isCrowded() {
    return crowded;
  }

  @Override
  public void flush() {
    // nothing is buffered
  }
}
