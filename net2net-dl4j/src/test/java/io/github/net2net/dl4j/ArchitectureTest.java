package io.github.net2net.dl4j;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.github.net2net.dl4j.internal.tensor.Nd4jSeed;
import org.jspecify.annotations.NullMarked;
import org.nd4j.linalg.api.rng.Random;

@AnalyzeClasses(packages = "io.github.net2net.dl4j", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule the_library_knows_no_concrete_backend = noClasses()
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "org.nd4j.linalg.cpu..",
                    "org.nd4j.linalg.jcublas..",
                    "org.nd4j.nativeblas..",
                    "org.bytedeco.openblas..",
                    "org.bytedeco.mkl..",
                    "org.bytedeco.cuda.."))
            .because("the user picks CPU or CUDA, by putting one backend on the class path;"
                    + " JavaCPP's pointers belong to ND4J's own interface")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule the_library_knows_no_application = noClasses()
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "io.github.net2net.examples..", "org.deeplearning4j.datasets..", "org.deeplearning4j.zoo.."))
            .because("data sets, command lines and plots belong to the examples; the library grows what it is given")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule the_library_uses_no_internals_of_core = noClasses()
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "io.github.net2net.infer..", "io.github.net2net.plan..", "io.github.net2net.json.."))
            .because("these packages are not exported; an adapter needs the front door and spi alone")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule only_one_class_seeds_random_numbers = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(Nd4jSeed.class.getName())
            .should()
            .callMethodWhere(
                    target(nameMatching("setSeed|setRandomSeed|reSeed")).and(target(owner(assignableTo(Random.class)))))
            .because("ND4J does not repeat what it draws from the seed 0: use Nd4jSeed");

    @ArchTest
    static final ArchRule packages_form_no_circle = SlicesRuleDefinition.slices()
            .matching("io.github.net2net.dl4j.(**)")
            .should()
            .beFreeOfCycles()
            .because("a package must be readable without those that use it");

    @ArchTest
    static void packages_are_null_marked(JavaClasses main) {
        assertThat(main.stream().map(JavaClass::getPackage))
                .as("without @NullMarked the null checker and the callers' tools skip a package")
                .allMatch(found -> found.isAnnotatedWith(NullMarked.class));
    }
}
