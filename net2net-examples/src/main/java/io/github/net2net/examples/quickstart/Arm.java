package io.github.net2net.examples.quickstart;

/** One of the networks that are compared. */
enum Arm {
    /** The teacher up to the growth point, then the student grown from it. */
    STUDENT("student", "grown by net2net"),
    /** The student's architecture with the teacher's parameters padded with random ones. */
    RANDOM_PAD("random pad", "teacher's plus random values"),
    /** The student's architecture, initialized afresh. */
    SCRATCH("from scratch", "student's size, no teacher"),
    /** The teacher, trained on. */
    TEACHER("teacher", "trained on, not grown");

    private final String title;
    private final String explanation;

    Arm(String title, String explanation) {
        this.title = title;
        this.explanation = explanation;
    }

    String title() {
        return title;
    }

    String explanation() {
        return explanation;
    }
}
