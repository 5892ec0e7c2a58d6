/** Tests of new layers that start as the identity. */
package io.github.net2net.dl4j.deepening;
