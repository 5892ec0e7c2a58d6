package io.github.net2net.dl4j.network;

import com.google.common.collect.ImmutableMap;
import io.github.net2net.dl4j.layer.Form;
import io.github.net2net.graph.NetGraph;

/**
 * A network that has been read.
 *
 * @param graph its structure
 * @param forms for each of DL4J's layers or vertices the form of what it puts out
 */
record Reading(NetGraph graph, ImmutableMap<String, Form> forms) {}
