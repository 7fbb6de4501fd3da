package dev.eddy.app.demo;

import dev.eddy.app.settings.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/// Finds the embedded broker. It and its libraries, Scala among them, lie in a folder of their own,
/// which production does not need: an instance that serves never loads them, and the container
/// image leaves them out. Where they are on the class path anyway, as in tests, they are taken from
/// there.
final class BrokerJars {

  private static final String BROKER_PACKAGE = "dev.eddy.app.demo.broker.";
  private static final String A_BROKER_CLASS_FILE = "kafka/server/KafkaConfig.class";
  private static final String FOLDER = "demo";
  private static final String HOME = "eddy.home";

  private BrokerJars() {}

  /// Starts a broker on a folder, which is formatted if it is new.
  ///
  /// @throws UsageException if the broker is not installed
  static DemoBroker start(Path folder) {
    ClassLoader loader = loader();
    DemoBroker.Factory factory =
        ServiceLoader.load(DemoBroker.Factory.class, loader).iterator().next();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader); // Kafka and the threads it starts look there for classes
    try {
      return factory.start(folder);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static ClassLoader loader() {
    ClassLoader ours = BrokerJars.class.getClassLoader();
    if (ours.getResource(A_BROKER_CLASS_FILE) != null) {
      return ours;
    }
    Path folder = home().resolve("lib").resolve(FOLDER);
    BrokerLoader loader =
        new BrokerLoader(Files.isDirectory(folder) ? urls(folder) : new URL[0], ours);
    if (loader.getResource(A_BROKER_CLASS_FILE) == null) {
      throw new UsageException(
          "the demo's broker is not installed: its libraries are not in %s. Run 'eddy serve' with a Kafka of your own, or the demo from a build of the sources"
              .formatted(folder));
    }
    return loader;
  }

  /// Returns where Eddy is installed, as `bin/eddy` says. A class that comes from the ahead-of-time
  /// cache cannot tell: it may have been written down somewhere else.
  private static Path home() {
    return Path.of(System.getProperty(HOME, "."));
  }

  /// Returns Eddy's own jar, from which the broker's package is loaded again, and the libraries.
  private static URL[] urls(Path folder) {
    try (Stream<Path> own = Files.list(folder.getParent());
        Stream<Path> libraries = Files.list(folder)) {
      List<URL> urls = new ArrayList<>();
      for (Path jar :
          Stream.concat(own.filter(BrokerJars::isEddy), libraries)
              .filter(file -> file.toString().endsWith(".jar"))
              .sorted()
              .toList()) {
        urls.add(jar.toUri().toURL());
      }
      return urls.toArray(URL[]::new);
    } catch (MalformedURLException e) {
      throw new IllegalStateException("a file has no URL", e);
    } catch (IOException e) {
      throw new UncheckedIOException("the folder " + folder + " cannot be read", e);
    }
  }

  private static boolean isEddy(Path jar) {
    return jar.getFileName().toString().startsWith("eddy-");
  }

  /// Loads the package of the broker itself, so that it sees the broker's libraries; everything
  /// else that Eddy has as Eddy's own loader has it.
  private static final class BrokerLoader extends URLClassLoader {

    static {
      registerAsParallelCapable();
    }

    BrokerLoader(URL[] urls, ClassLoader parent) {
      super("broker", urls, parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(BROKER_PACKAGE)) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : findClass(name);
      }
    }
  }
}
