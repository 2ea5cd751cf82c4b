/** From samples to init segments and parts a player can append. */
@NullMarked
package io.framelog.media.packaging;

import org.jspecify.annotations.NullMarked;
