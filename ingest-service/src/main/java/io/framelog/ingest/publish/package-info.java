/** From chunks to the records of a stream's log: bounded, ordered appends. */
@NullMarked
package io.framelog.ingest.publish;

import org.jspecify.annotations.NullMarked;
