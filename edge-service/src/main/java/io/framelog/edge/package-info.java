/** An edge: follows the logs of watched streams and fans them out to viewers. */
@NullMarked
package io.framelog.edge;

import org.jspecify.annotations.NullMarked;
