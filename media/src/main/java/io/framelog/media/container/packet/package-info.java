/** Packets of a media worker: how they travel over its pipe, and how they become samples. */
@NullMarked
package io.framelog.media.container.packet;

import org.jspecify.annotations.NullMarked;
