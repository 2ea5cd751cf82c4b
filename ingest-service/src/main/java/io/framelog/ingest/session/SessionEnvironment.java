package io.framelog.ingest.session;

import io.framelog.controlplane.NodeId;
import io.framelog.ingest.IngestSettings;
import io.framelog.ingest.demux.DemuxerFactory;
import io.framelog.ingest.transcode.Transcoders;
import io.framelog.log.LogWriter;
import java.time.InstantSource;

/**
 * What every session of a node shares.
 *
 * @param demuxers for connections from the network
 * @param clock the node's wall clock
 */
public record SessionEnvironment(
    NodeId node,
    IngestSettings settings,
    LogWriter writer,
    NewStreams newStreams,
    StreamRules rules,
    PublishersHere publishers,
    SessionMeter meter,
    StreamAnnouncer announcer,
    RejectionLog rejections,
    DemuxerFactory demuxers,
    Transcoders transcoders,
    InstantSource clock) {}
