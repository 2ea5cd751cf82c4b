/** Everything in one process: the broker first, then ingest, edge and control API around it. */
@NullMarked
package io.framelog.standalone;

import org.jspecify.annotations.NullMarked;
