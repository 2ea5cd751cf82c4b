/** This node in the cluster: control topics, heartbeat, health and metrics. */
@NullMarked
package io.framelog.ingest.node;

import org.jspecify.annotations.NullMarked;
