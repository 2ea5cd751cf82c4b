/** Publishers whose container FFmpeg has to read, in a media worker. */
@NullMarked
package io.framelog.ingest.source.foreign;

import org.jspecify.annotations.NullMarked;
