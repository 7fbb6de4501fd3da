package dev.eddy.http.jetty;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.util.resource.Resource;
import org.eclipse.jetty.util.resource.ResourceFactory;

/// Files of the class path. They change with the version of Eddy only; browsers ask whether they
/// did, by a tag of their content.
final class Files extends ContextHandlerCollection {

  private final List<Folder> folders = new ArrayList<>();

  /// A folder, and where it is served.
  private record Folder(String path, Resource base) {

    boolean has(String asked) {
      if (!asked.startsWith(path)) {
        return false;
      }
      Resource file = base.resolve(asked.substring(path.length()));
      return file != null && file.exists() && (!file.isDirectory() || asked.equals("/"));
    }
  }

  /// Finds the folders.
  ///
  /// @param folders on the class path, by the path under which they are served
  Files(Map<String, String> folders) {
    folders.forEach(this::add);
  }

  private void add(String path, String location) {
    Resource base = find(location);
    if (base == null || !base.exists()) {
      throw new IllegalArgumentException("there is no " + location + " on the class path");
    }
    folders.add(new Folder(path.endsWith("/") ? path : path + "/", base));
    TaggedFiles files = new TaggedFiles();
    files.setBaseResource(base);
    addHandler(new ContextHandler(files, path));
  }

  /// Returns a folder; a jar need not have an entry for each, but it can be found from above.
  private Resource find(String location) {
    Resource folder = ResourceFactory.of(this).newClassLoaderResource(location + "/");
    int slash = location.lastIndexOf('/');
    if (folder != null || slash < 0) {
      return folder;
    }
    Resource above = find(location.substring(0, slash));
    return above == null ? null : above.resolve(location.substring(slash + 1) + "/");
  }

  /// Returns whether a decoded path is that of a file.
  boolean has(String path) {
    return folders.stream().anyMatch(folder -> folder.has(path));
  }
}
