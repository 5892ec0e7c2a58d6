package io.github.net2net.examples;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.nd4j.linalg.api.rng.Random;

@AnalyzeClasses(packages = "io.github.net2net.examples", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule random_numbers_are_seeded_by_the_library = noClasses()
            .should()
            .callMethodWhere(
                    target(nameMatching("setSeed|setRandomSeed|reSeed")).and(target(owner(assignableTo(Random.class)))))
            .because("ND4J does not repeat what it draws from the seed 0: use Nd4jSeed");
}
