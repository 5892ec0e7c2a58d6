package io.github.net2net.dl4j.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No torn file ever stands in the place of a good one. */
class AtomicFileTest {
    @TempDir
    Path folder;

    @Test
    void file_isWrittenBesideTheOldOne_andReplacesItWhole() throws IOException {
        Path target = Files.writeString(folder.resolve("a.txt"), "old and longer");
        AtomicFile.write(target, part -> {
            Files.writeString(part, "new");
            assertThat(part).hasParent(folder);
            assertThat(part.getFileName().toString()).startsWith(".a.txt.").endsWith(".part");
            assertThat(target).hasContent("old and longer");
        });
        assertThat(target).hasContent("new");
        assertThat(folder).isDirectoryContaining(target::equals).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void missingFolders_areMade() throws IOException {
        Path target = folder.resolve("deep/down/a.txt");
        AtomicFile.write(target, part -> Files.writeString(part, "new"));
        assertThat(target).hasContent("new");
    }

    @Test
    void writerThatFails_leavesTheOldFile_andNothingElse() throws IOException {
        Path target = Files.writeString(folder.resolve("a.txt"), "old");
        assertThatThrownBy(() -> AtomicFile.write(target, part -> {
                    Files.writeString(part, "half of the n");
                    throw new IOException("disk full");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("disk full");
        assertThatThrownBy(() -> AtomicFile.write(target, part -> {
                    throw new IllegalStateException("broken network");
                }))
                .hasMessage("broken network");
        assertThat(target).hasContent("old");
        assertThat(folder.toFile().list()).containsExactly("a.txt");
    }

    @Test
    void writerThatFails_makesNoFileWhereThereWasNone() {
        assertThatThrownBy(() -> AtomicFile.write(folder.resolve("a.txt"), part -> {
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void file_mayBeReadByWhoMayReadAnyNewFile() throws IOException {
        Path plain = Files.createFile(folder.resolve("plain"));
        Path target = folder.resolve("target");
        AtomicFile.write(target, part -> Files.writeString(part, "whole"));
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView(PosixFileAttributeView.class));
        assertThat(Files.getPosixFilePermissions(target)).isEqualTo(Files.getPosixFilePermissions(plain));
    }
}
