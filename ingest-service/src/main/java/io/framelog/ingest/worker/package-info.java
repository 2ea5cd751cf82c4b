/** Media workers: child processes that run FFmpeg, each for one publisher or device. */
@NullMarked
package io.framelog.ingest.worker;

import org.jspecify.annotations.NullMarked;
