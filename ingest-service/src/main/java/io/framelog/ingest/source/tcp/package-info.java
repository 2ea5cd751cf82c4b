/** Publishers on plain TCP. */
@NullMarked
package io.framelog.ingest.source.tcp;

import org.jspecify.annotations.NullMarked;
