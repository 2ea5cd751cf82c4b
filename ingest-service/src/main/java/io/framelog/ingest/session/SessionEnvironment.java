package io.framelog.ingest.session;

import io.framelog.ingest.IngestSettings;
import io.framelog.ingest.NodeId;
import io.framelog.log.LogWriter;
import io.framelog.media.container.ContainerParser;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * What every session of a node shares.
 *
 * @param parsers makes a parser for each connection
 * @param clock the node's wall clock, for people; nothing is decided by it
 */
public record SessionEnvironment(
    NodeId node,
    IngestSettings settings,
    LogWriter writer,
    Supplier<ContainerParser> parsers,
    Exclusivity exclusivity,
    SessionMeter meter,
    StreamAnnouncer announcer,
    RejectionLog rejections,
    InstantSource clock) {}
