package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the share of short methods; Checkstyle holds the maximum, but knows no shares. */
class MethodLengthTest {

    private static final int SHORT = 25;
    private static final double SHARE = 0.95;

    private record Method(String name, long lines) {}

    @ParameterizedTest
    @ValueSource(strings = {"net2net-core", "net2net-dl4j"})
    void nearly_all_methods_are_short(String module) throws IOException {
        List<Method> methods = methodsIn(Path.of("..", module, "src", "main", "java"));
        List<Method> longer =
                methods.stream().filter(method -> method.lines() > SHORT).toList();

        assertThat(longer)
                .as("of %d methods 95%% must have at most %d lines; longer are", methods.size(), SHORT)
                .hasSizeLessThanOrEqualTo((int) (methods.size() * (1 - SHARE)));
    }

    private static List<Method> methodsIn(Path folder) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (Stream<Path> paths = Files.walk(folder);
                StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<Path> sources =
                    paths.filter(path -> path.toString().endsWith(".java")).toList();
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
            List<Method> methods = new ArrayList<>();
            MethodScanner scanner = new MethodScanner(Trees.instance(task).getSourcePositions());
            scanner.scan(task.parse(), methods);
            return methods;
        }
    }

    private static final class MethodScanner extends TreePathScanner<Void, List<Method>> {
        private final SourcePositions positions;

        MethodScanner(SourcePositions positions) {
            this.positions = positions;
        }

        @Override
        public Void visitMethod(MethodTree method, List<Method> methods) {
            CompilationUnitTree file = getCurrentPath().getCompilationUnit();
            LineMap lines = file.getLineMap();
            long first = lines.getLineNumber(positions.getStartPosition(file, method));
            long last = lines.getLineNumber(positions.getEndPosition(file, method));
            String name = Path.of(file.getSourceFile().getName()).getFileName() + ":" + first + " " + method.getName();
            methods.add(new Method(name, last - first + 1));
            return super.visitMethod(method, methods);
        }
    }
}
