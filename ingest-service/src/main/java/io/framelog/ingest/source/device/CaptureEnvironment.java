package io.framelog.ingest.source.device;

import io.framelog.ingest.source.SourceAcceptor;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What all captures of a node share.
 *
 * @param onChange run, on any thread, when a capture has come into another phase
 */
record CaptureEnvironment(
    SourceAcceptor acceptor,
    DeviceWorker.Starter workers,
    CaptureMeter meter,
    Duration retryMin,
    Duration retryMax,
    InstantSource clock,
    Runnable onChange) {}
