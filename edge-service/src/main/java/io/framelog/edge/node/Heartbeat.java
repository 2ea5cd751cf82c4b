package io.framelog.edge.node;

import io.framelog.edge.channel.Channels;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.kafka.Record;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

/** Sends the edge's heartbeat, which contains its number of viewers. */
@ApplicationScoped
public class Heartbeat {
  private final EdgeMember member;
  private final Channels channels;

  Heartbeat(EdgeMember member, Channels channels) {
    this.member = member;
    this.channels = channels;
  }

  @Outgoing("edge-nodes-out")
  Multi<Record<String, String>> heartbeats() {
    return member.heartbeats(() -> member.state(channels.viewers()));
  }
}
