package io.github.net2net.examples.models;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.net2net.dl4j.saving.Certificate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code net2net certificate}. */
@Command(
        name = "certificate",
        header = "Shows how a student was grown, and checks that against its file.",
        description = "Reads the certificate that 'net2net grow' writes. A certificate that was changed, or belongs to"
                + " another network, is refused with exit code 3; a network that was changed since it was saved, or another"
                + " teacher, ends with exit code 4.",
        footer = {
            "",
            "Examples:",
            "  net2net certificate student.zip",
            "  net2net certificate student.zip --teacher model.zip",
            "",
            "'standing' in --json is asGrown, asSaved (after further training) or changedSince.",
            "'net2net plan --help' defines the terms in plans and comparisons."
        },
        sortOptions = false)
public final class CertificateCommand extends ModelCommand {
    @Parameters(paramLabel = "FILE", description = "The student.")
    private Path file;

    @Option(
            names = "--teacher",
            paramLabel = "MODEL",
            description = "Also check that the student was grown from this model, by the hash of its weights.")
    private @Nullable Path teacher;

    /** For the command line parser, which sets the fields. */
    @SuppressWarnings("NullAway.Init")
    public CertificateCommand() {}

    @Override
    public Integer call() {
        ModelFile model = ModelFile.read(file, progress());
        if (!model.isZip()) {
            throw Failure.unreadable(file, "Keras files hold no certificate. Students of 'net2net grow' have one.");
        }
        Certificate certificate = certificate();
        Certificate.Standing standing = certificate.check(model.network());
        boolean ofTeacher = teacher == null
                || certificate.isTeacher(ModelFile.read(teacher, progress()).network());
        if (json()) {
            ObjectNode document = JsonNodeFactory.instance.objectNode();
            document.put("standing", Deviations.name(standing));
            if (teacher != null) {
                document.put("teacher", ofTeacher);
            }
            document.set("certificate", tree(certificate.toJson()));
            printJson(document);
        } else {
            out().println(Wording.ofCommands(certificate
                    .plan()
                    .toString()
                    .replaceFirst("\\R?awaiting data: .*", "")
                    .replaceFirst("\\R +\\(the output size of .*\\)", "")));
            out().println();
            out().println("versions: "
                    + new TreeMap<>(certificate.versions())
                            .entrySet().stream()
                                    .map(version -> version.getKey() + " " + version.getValue())
                                    .collect(Collectors.joining(", ")));
            out().println(
                            certificate.comparison().isEmpty()
                                    ? "not compared with its teacher"
                                    : "compared with its teacher when it was grown:\n"
                                            + Deviations.text(certificate.comparison(), certificate.plan()));
            out().println(text(standing, certificate));
            if (teacher != null) {
                out().println(teacher + (ofTeacher ? " is" : " is not") + " the network that it was grown from");
            }
        }
        return standing == Certificate.Standing.CHANGED_SINCE || !ofTeacher ? Failure.Code.NOT_PRESERVED.exit() : 0;
    }

    private Certificate certificate() {
        try {
            return Certificate.read(file);
        } catch (IOException e) {
            throw Failure.unreadable(file, Failure.reason(e) + ".");
        }
    }

    private static String text(Certificate.Standing standing, Certificate certificate) {
        return switch (standing) {
            case AS_GROWN -> "the network in the file is the student as it was grown";
            case AS_SAVED ->
                "the network in the file is the student as it was saved"
                        + (certificate.comparison().isEmpty() ? "" : ", after further training");
            case CHANGED_SINCE -> "the network in the file was changed since it was saved";
        };
    }
}
