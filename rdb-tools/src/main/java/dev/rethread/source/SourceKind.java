package dev.rethread.source;

/** What a surviving artefact is, told by its content. */
public enum SourceKind {
    /** An RDB file. */
    RDB("rdb"),
    /** An append-only file in one piece, with or without an RDB preamble. */
    AOF("aof"),
    /** A multi-part append-only directory: it has a manifest, or at least the parts that one would name. */
    AOF_DIRECTORY("appendonlydir"),
    /** One collection as mongodump writes it. */
    BSON("bson"),
    /** A directory of mongodump: databases of collections. */
    MONGODUMP("mongodump"),
    UNKNOWN("unknown");

    private final String label;

    SourceKind(String label) {
        this.label = label;
    }

    /** One word for reports. */
    public String label() {
        return label;
    }
}
