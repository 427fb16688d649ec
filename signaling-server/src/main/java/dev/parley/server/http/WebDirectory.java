package dev.parley.server.http;

import com.google.common.base.Ascii;
import com.google.common.io.MoreFiles;
import dev.parley.server.config.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files of the setting {@code web}: a page of the operator, which replaces the built-in one.
 *
 * <p>All files are read when the server starts, and served from memory: no request opens a file, so
 * no path can leave the directory, no slow disk can hold up an I/O thread, and all modules of a
 * page are of one version as long as the server runs. Immutable.
 */
public final class WebDirectory {
  /** Without the setting: only the built-in files. */
  public static final WebDirectory NONE = new WebDirectory(Map.of(), 0);

  private static final String INDEX = "/index.html";

  /** First parts of paths that the server answers itself, so that such a file would be hidden. */
  private static final Set<String> RESERVED = Set.of("v1", "docs", "r", "healthz", "readyz");

  private static final String REMEDY =
      ": remove those that the page does not need, or serve them elsewhere";

  private static final int MAX_FILES = 2_000;
  private static final int MAX_ENTRIES = 10_000;
  private static final long MAX_BYTES = 32L << 20;

  /** The part of the heap that the files may take, as a divisor. */
  private static final int HEAP_SHARE = 8;

  /**
   * Stricter than nothing and looser than for the built-in page: the operator's page may need
   * scripts within its HTML and other origins, and can add restrictions in a {@code meta} element,
   * but not lift those of a header.
   */
  private static final String CONTENT_SECURITY_POLICY =
      "object-src 'none'; base-uri 'self'; frame-ancestors 'none'";

  /** Types beside those of the built-in files, by file name extension. */
  private static final Map<String, String> CONTENT_TYPES =
      Map.ofEntries(
          Map.entry("avif", "image/avif"),
          Map.entry("gif", "image/gif"),
          Map.entry("htm", "text/html; charset=utf-8"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("m4a", "audio/mp4"),
          Map.entry("map", "application/json"),
          Map.entry("mp3", "audio/mpeg"),
          Map.entry("mp4", "video/mp4"),
          Map.entry("ogg", "audio/ogg"),
          Map.entry("otf", "font/otf"),
          Map.entry("pdf", "application/pdf"),
          Map.entry("ttf", "font/ttf"),
          Map.entry("vtt", "text/vtt; charset=utf-8"),
          Map.entry("wasm", "application/wasm"),
          Map.entry("wav", "audio/wav"),
          Map.entry("webm", "video/webm"),
          Map.entry("webp", "image/webp"),
          Map.entry("woff", "font/woff"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("xml", "application/xml"));

  private final Map<String, StaticFile> files;
  private final long bytes;

  private WebDirectory(Map<String, StaticFile> files, long bytes) {
    this.files = Map.copyOf(files);
    this.bytes = bytes;
  }

  /**
   * Reads a directory.
   *
   * @param directory the value of the setting; empty for none
   * @param heapBytes the maximum size of the heap, of which the files may take a part
   * @throws ConfigException with a sentence for the operator
   */
  public static WebDirectory read(String directory, long heapBytes) {
    if (directory.isEmpty()) {
      return NONE;
    }
    try {
      Path root = Path.of(directory);
      if (!Files.exists(root)) {
        throw refused(directory, "does not exist: set it to a directory with an index.html");
      }
      root = root.toRealPath();
      Reader reader = new Reader(directory, root, Math.min(MAX_BYTES, heapBytes / HEAP_SHARE));
      Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, reader);
      if (!reader.files.containsKey(INDEX)) {
        throw refused(
            directory, "has no index.html: set it to the directory that contains the page");
      }
      return new WebDirectory(reader.files, reader.bytes);
    } catch (IOException | InvalidPathException e) {
      throw refused(directory, "cannot be read (" + e.getMessage() + ")");
    }
  }

  private static ConfigException refused(String directory, String reason) {
    return new ConfigException("web: \"" + directory + "\" " + reason + ".");
  }

  /** Bytes of heap that the files take. */
  public long bytes() {
    return bytes;
  }

  @Nullable StaticFile file(String path) {
    return files.get(path);
  }

  /** Reads the files during a walk; the limits stop it early in a directory that is not a page. */
  private static final class Reader extends SimpleFileVisitor<Path> {
    private final Map<String, StaticFile> files = new HashMap<>();
    private final String directory;
    private final Path root;
    private final long maxBytes;
    private long bytes;
    private int entries;

    Reader(String directory, Path root, long maxBytes) {
      this.directory = directory;
      this.root = root;
      this.maxBytes = maxBytes;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      return folder.equals(root) || admits(folder)
          ? FileVisitResult.CONTINUE
          : FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (file.equals(root)) {
        throw refused(directory, "is not a directory: set it to the one that contains the page");
      }
      if (attributes.isSymbolicLink()) { // to nothing: others are followed
        return visitFileFailed(file, new NoSuchFileException(file.toString()));
      }
      if (admits(file) && attributes.isRegularFile()) {
        if (files.size() == MAX_FILES) {
          throw refused(directory, "has more than " + MAX_FILES + " files" + REMEDY);
        }
        files.put(path(file), read(file));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (isHidden(file)) {
        return FileVisitResult.CONTINUE;
      }
      throw refused(directory, fault(file, failure));
    }

    private String fault(Path file, IOException failure) {
      String name = path(file);
      return switch (failure) {
        case FileSystemLoopException _ ->
            "has a symbolic link to one of its own parents, " + name + ": remove the link";
        case AccessDeniedException _ ->
            "has " + name + ", which this user may not read: change its permissions";
        default -> "has " + name + ", which cannot be read: remove it";
      };
    }

    /** Whether a file or folder is a part of the page. */
    private boolean admits(Path path) throws IOException {
      if (++entries > MAX_ENTRIES) {
        throw refused(directory, "has more than " + MAX_ENTRIES + " files and folders" + REMEDY);
      }
      if (isHidden(path)) {
        return false;
      }
      if (!path.toRealPath().startsWith(root)) {
        throw refused(
            directory,
            "has a symbolic link out of itself, " + path(path) + ": put a copy in its place");
      }
      String first = root.relativize(path).getName(0).toString();
      if (RESERVED.contains(first)) {
        throw refused(
            directory, "has \"" + first + "\", a path that the server answers itself: rename it");
      }
      return true;
    }

    /**
     * Names that begin with a dot: version control, secrets, files of editors. The folder of RFC
     * 8615 is public.
     */
    private static boolean isHidden(Path path) {
      String name = path.getFileName().toString();
      return name.startsWith(".") && !name.equals(".well-known");
    }

    private StaticFile read(Path file) throws IOException {
      try (InputStream in = Files.newInputStream(file)) {
        return StaticFile.read(in, type(file), CONTENT_SECURITY_POLICY, this::count);
      } catch (AccessDeniedException e) {
        throw refused(directory, fault(file, e));
      }
    }

    private void count(int read) {
      bytes += read;
      if (bytes > maxBytes) {
        throw refused(directory, "has more than " + maxBytes + " bytes of files" + REMEDY);
      }
    }

    /** Extensions are compared without case: cameras and older editors write capital letters. */
    private static String type(Path file) {
      String extension = Ascii.toLowerCase(MoreFiles.getFileExtension(file));
      String known = StaticFiles.contentType(extension);
      return known == null
          ? CONTENT_TYPES.getOrDefault(extension, "application/octet-stream")
          : known;
    }

    private String path(Path file) {
      return "/" + String.join("/", Arrays.asList(names(root.relativize(file))));
    }

    private static String[] names(Path relative) {
      String[] names = new String[relative.getNameCount()];
      Arrays.setAll(names, i -> relative.getName(i).toString());
      return names;
    }
  }
}
