package io.github.net2net.graph;

import com.google.errorprone.annotations.Immutable;

/**
 * What is known of scaled dot-product attention with several heads (arXiv 1706.03762, section 3.2): each head computes
 * softmax(Q·Kᵀ / √size)·V from projected queries Q, keys K and values V.
 *
 * @param heads how many there are
 * @param headSize the number of channels inside each head, for queries, keys and values alike
 * @param keys the name of the parameter that projects keys
 */
@Immutable
public record AttentionTraits(int heads, int headSize, String keys) {}
