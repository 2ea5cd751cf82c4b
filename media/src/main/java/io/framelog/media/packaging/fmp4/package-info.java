/** CMAF fragmented MP4 output (ISO/IEC 14496-12, 23000-19). */
@NullMarked
package io.framelog.media.packaging.fmp4;

import org.jspecify.annotations.NullMarked;
