/**
 * Documents of secondary stores, read from dumps: framed by our own walk over the bytes, so that damage is found before
 * it is believed, then decoded by the BSON library. Knows {@code source} and {@code keyspace}; what a document means is
 * decided by a profile, elsewhere. The spans of documents and of damage tile each file.
 */
@NullMarked
package dev.rethread.document;

import org.jspecify.annotations.NullMarked;
