package io.github.net2net;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(packages = "io.github.net2net", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "io.github.net2net";

    /** Lowest first; the root package, the front door, is above all of them. */
    private static final List<String> PACKAGES =
            List.of("tensor", "channel", "graph", "rule", "spi", "infer", "transform", "plan", "json");

    private static final Set<String> INTERNAL = Set.of("infer", "plan", "json");

    /** Refusals come from every package, and users catch them beside {@code Growth}; the exception knows nobody. */
    private static final DescribedPredicate<JavaClass> FRONT_DOOR =
            resideInAPackage(ROOT).and(DescribedPredicate.not(type(GrowthException.class)));

    @ArchTest
    static void packages_use_only_those_below(JavaClasses main) {
        for (int i = 0; i < PACKAGES.size(); i++) {
            usesNothingAbove(PACKAGES.get(i), PACKAGES.subList(i + 1, PACKAGES.size()))
                    .check(main);
        }
    }

    @ArchTest
    static final ArchRule every_package_has_a_place_in_the_order = classes()
            .should()
            .resideInAnyPackage(allPackages())
            .because("a package outside the order would escape the rules above: give it a place in the list")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule core_knows_no_framework = noClasses()
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.nd4j..", "org.deeplearning4j..", "org.bytedeco.."))
            .because("the algebra of growth must serve any framework; adapters supply theirs through spi")
            .allowEmptyShould(true);

    @ArchTest
    static void packages_are_null_marked(JavaClasses main) {
        assertThat(packagesOf(main))
                .as("without @NullMarked the null checker and the callers' tools skip a package")
                .allMatch(name -> main.getPackage(name).isAnnotatedWith(NullMarked.class));
    }

    @ArchTest
    static void the_module_exports_every_package_but_the_internal_ones(JavaClasses main) throws IOException {
        Set<String> expected = packagesOf(main);
        INTERNAL.forEach(name -> expected.remove(ROOT + "." + name));
        assertThat(exportsToEveryone())
                .as("users reach all packages except infer, plan and json, which may change in any release")
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    private static ArchRule usesNothingAbove(String name, List<String> above) {
        String[] forbidden =
                above.stream().map(other -> ROOT + "." + other + "..").toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(ROOT + "." + name + "..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(forbidden).or(FRONT_DOOR))
                .because("a reader can then understand the packages one after the other, from tensor up")
                .allowEmptyShould(true);
    }

    private static String[] allPackages() {
        Set<String> names =
                PACKAGES.stream().map(name -> ROOT + "." + name + "..").collect(Collectors.toSet());
        names.add(ROOT);
        return names.toArray(String[]::new);
    }

    private static Set<String> packagesOf(JavaClasses main) {
        return main.stream()
                .filter(type -> !type.getSimpleName().endsWith("-info"))
                .map(JavaClass::getPackage)
                .map(JavaPackage::getName)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> exportsToEveryone() throws IOException {
        try (InputStream bytes = Files.newInputStream(Path.of("target", "classes", "module-info.class"))) {
            return ModuleDescriptor.read(bytes).exports().stream()
                    .filter(export -> !export.isQualified())
                    .map(ModuleDescriptor.Exports::source)
                    .collect(Collectors.toSet());
        }
    }
}
