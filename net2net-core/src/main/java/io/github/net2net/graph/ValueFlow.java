package io.github.net2net.graph;

/** How the values that a node outputs follow from those that it reads, noise such as dropout being off. */
public enum ValueFlow {
    /** Nothing is known. */
    ANY,
    /** Each is one of those that it reads, or zero: maximum pooling, padding, a concatenation. */
    SELECTS,
    /** Each is between those that it reads and zero: average pooling. */
    AVERAGES,
    /** Each is a sum of any number of those that it reads. */
    ADDS
}
