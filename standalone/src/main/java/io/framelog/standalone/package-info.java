/** The broker, ingest, edge and control API in one process. */
@NullMarked
package io.framelog.standalone;

import org.jspecify.annotations.NullMarked;
