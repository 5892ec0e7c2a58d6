/** A second framework, of plain arrays: the example of docs/adapters.md. */
package io.github.net2net.example;
