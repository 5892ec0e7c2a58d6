/** What every adapter has to do, as tests: core's test jar. */
package io.github.net2net.contract;
