/** From a publisher's bytes to media events; knows containers, not who sent them. */
@NullMarked
package io.framelog.media.container;

import org.jspecify.annotations.NullMarked;
