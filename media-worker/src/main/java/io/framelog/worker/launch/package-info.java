/** The node's side of a media worker's process: class path, start, stderr. */
@NullMarked
package io.framelog.worker.launch;

import org.jspecify.annotations.NullMarked;
