/** How training continues in a student: what its optimizer remembers, and at what rates it learns. */
@NullMarked
package io.github.net2net.dl4j.internal.training;

import org.jspecify.annotations.NullMarked;
