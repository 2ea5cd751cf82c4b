/** Foreign containers to packets, without decoding. */
@NullMarked
package io.framelog.worker.demux;

import org.jspecify.annotations.NullMarked;
