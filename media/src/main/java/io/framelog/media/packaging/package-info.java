/** Packages samples into init segments and parts that a player can append. */
@NullMarked
package io.framelog.media.packaging;

import org.jspecify.annotations.NullMarked;
