/** A network that runs any graph in double precision, written to be obviously right; the tests' judge. */
package io.github.net2net.reference;
