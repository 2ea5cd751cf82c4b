/** Fragmented MP4 (ISO/IEC 14496-12) as publishers send it. */
@NullMarked
package io.framelog.media.container.fmp4;

import org.jspecify.annotations.NullMarked;
