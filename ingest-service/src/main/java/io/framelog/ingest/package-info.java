/** Ingest: writes publishers' media to the log. */
@NullMarked
package io.framelog.ingest;

import org.jspecify.annotations.NullMarked;
