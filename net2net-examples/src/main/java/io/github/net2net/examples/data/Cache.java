package io.github.net2net.examples.data;

import io.github.net2net.examples.console.Console;
import io.github.net2net.examples.data.Download.PublishedFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * The folder of downloaded files. Each is verified at each use, and downloaded if it is missing or damaged. Of several
 * processes that need the same file, one downloads it and the others wait.
 */
final class Cache {
    private static final Object ONE_AT_A_TIME = new Object();

    private final Path folder;
    private final Download.Patience patience;

    Cache(Path folder, Download.Patience patience) {
        this.folder = folder;
        this.patience = patience;
    }

    /** The user's: {@code $NET2NET_CACHE}, or else {@code $XDG_CACHE_HOME/net2net}, or else {@code ~/.cache/net2net}. */
    static Cache of(Map<String, String> environment, Path home) {
        Path folder = variable(environment, "NET2NET_CACHE")
                .or(() -> variable(environment, "XDG_CACHE_HOME")
                        .filter(Path::isAbsolute)
                        .map(base -> base.resolve("net2net")))
                .orElseGet(() -> home.resolve(".cache").resolve("net2net"));
        return new Cache(folder, Download.Patience.DEFAULT);
    }

    private static Optional<Path> variable(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(value -> !value.isBlank())
                .map(Path::of);
    }

    Path folder() {
        return folder;
    }

    /**
     * Downloads those of some files that are not in a folder of the cache yet.
     *
     * @param name of the folder
     * @param messages receives a line before each step that takes time
     * @return the folder
     * @throws InputException if they cannot be downloaded or written
     */
    Path fetch(String name, List<PublishedFile> files, Consumer<String> messages) {
        Path target = folder.resolve(name);
        try {
            Files.createDirectories(target);
            for (PublishedFile file : files) {
                fetch(file, target.resolve(file.name()), messages);
            }
            return target;
        } catch (IOException e) {
            throw new InputException(
                    "cannot write to the cache " + target + " (" + e
                            + "). Set NET2NET_CACHE to a writable folder, or give --data DIR"
                            + " with the files, or --data generated.",
                    e);
        }
    }

    private void fetch(PublishedFile file, Path target, Consumer<String> messages) throws IOException {
        if (isWhole(file, target)) {
            return;
        }
        // Locks of files hold between processes only.
        synchronized (ONE_AT_A_TIME) {
            try (FileChannel channel = FileChannel.open(
                            target.resolveSibling(target.getFileName() + ".lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
                    FileLock lock = lock(channel, target, messages)) {
                if (lock.isValid() && !isWhole(file, target)) {
                    download(file, target, messages);
                }
            }
        }
    }

    private static FileLock lock(FileChannel channel, Path target, Consumer<String> messages) throws IOException {
        FileLock free = channel.tryLock();
        if (free != null) {
            return free;
        }
        messages.accept("waiting for another process that downloads " + target);
        return channel.lock();
    }

    private void download(PublishedFile file, Path target, Consumer<String> messages) throws IOException {
        if (Files.exists(target)) {
            messages.accept("warning: " + target + " is not the published file and is downloaded again");
        }
        Download download = new Download(file, target, patience);
        long present = download.present();
        messages.accept(String.format(
                Locale.ROOT,
                "downloading %s (%.1f MB%s) to %s",
                file.address(),
                file.length() / 1e6,
                present > 0 ? String.format(Locale.ROOT, ", %.1f MB are present", present / 1e6) : "",
                target));
        try (ProgressBar bar = bar(file)) {
            download.run(bar::stepTo);
        }
    }

    private static ProgressBar bar(PublishedFile file) {
        // A redrawn bar would fill a log.
        int interval = Console.of(new PrintWriter(System.err, false, Charset.defaultCharset()))
                        .terminal()
                ? 500
                : Integer.MAX_VALUE;
        return new ProgressBarBuilder()
                .setTaskName(file.name())
                .setInitialMax(file.length())
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(interval)
                .setUnit(" kB", 1000)
                .showSpeed()
                .build();
    }

    private static boolean isWhole(PublishedFile file, Path target) throws IOException {
        return Files.isRegularFile(target)
                && Files.size(target) == file.length()
                && Md5.of(target).equals(file.md5());
    }
}
