"""Search servers for the suite: built once from Maven Central's jars and a launcher of ours, kept in a cache."""
