package io.github.net2net.dl4j.onednn;

/** Marks the helpers that {@link OneDnn} has put into layers. */
interface OneDnnHelper {}
