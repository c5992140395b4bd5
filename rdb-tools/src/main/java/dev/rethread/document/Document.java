package dev.rethread.document;

import dev.rethread.keyspace.Span;
import org.bson.BsonDocument;

/**
 * A document of a secondary store's dump.
 *
 * @param collection the collection's name, without the database's
 * @param span its bytes in the collection's file
 */
public record Document(String collection, Span span, BsonDocument content) {}
