/** Ingest: publishers' bytes on one side, the log on the other. */
@NullMarked
package io.framelog.ingest;

import org.jspecify.annotations.NullMarked;
