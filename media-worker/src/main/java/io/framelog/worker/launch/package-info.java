/** The node's side of a media worker's process: its class path, its start, what it says. */
@NullMarked
package io.framelog.worker.launch;

import org.jspecify.annotations.NullMarked;
