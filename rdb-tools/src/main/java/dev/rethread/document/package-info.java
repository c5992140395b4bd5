/** Documents of secondary stores, read from dumps. */
@NullMarked
package dev.rethread.document;

import org.jspecify.annotations.NullMarked;
