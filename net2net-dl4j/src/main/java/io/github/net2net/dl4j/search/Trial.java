package io.github.net2net.dl4j.search;

import java.io.File;
import java.io.Serializable;

/**
 * What an executor is to run: one student, or the teacher itself, up to a cost. It can be sent to another process.
 *
 * @param number 0 for the teacher, from 1 for students
 * @param name for people, "widen conv1 16 -&gt; 24"
 * @param recipe as JSON
 * @param pieces up to which piece of the budget it is trained
 * @param folder of the trial on the machine that searches: what is in it when the trial begins is needed to continue it,
 *     and what is in it when the trial has ended is its result
 */
public record Trial(int number, String name, String recipe, int pieces, File folder) implements Serializable {
    private static final long serialVersionUID = 1L;
}
