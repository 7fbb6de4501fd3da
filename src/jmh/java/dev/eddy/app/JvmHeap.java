package dev.eddy.app;

import dev.eddy.app.demo.broker.EmbeddedKafka;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.reflect.UndeclaredThrowableException;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/// The heap of another Java process of this machine, asked over JMX.
final class JvmHeap implements AutoCloseable {

  private static final String HOST = "127.0.0.1";

  private final int port = EmbeddedKafka.freePorts()[0];
  private JMXConnector connector;
  private MemoryMXBean memory;

  /// Returns the options with which the process must be started.
  String options() {
    String jmx = "-Dcom.sun.management.jmxremote.";
    return String.join(
        " ",
        jmx + "port=" + port,
        jmx + "rmi.port=" + port,
        jmx + "host=" + HOST,
        jmx + "authenticate=false",
        jmx + "ssl=false",
        "-Djava.rmi.server.hostname=" + HOST);
  }

  /// Collects all that is garbage, and returns how much is left, in MB.
  @SuppressWarnings("BanJNDI") // both ends are processes of one measurement
  double collectedMb() throws IOException {
    if (connector == null) {
      connector =
          JMXConnectorFactory.connect(
              new JMXServiceURL(
                  "service:jmx:rmi:///jndi/rmi://%s:%d/jmxrmi".formatted(HOST, port)));
      memory =
          ManagementFactory.newPlatformMXBeanProxy(
              connector.getMBeanServerConnection(),
              ManagementFactory.MEMORY_MXBEAN_NAME,
              MemoryMXBean.class);
    }
    try {
      memory.gc();
      return (double) memory.getHeapMemoryUsage().getUsed() / (1 << 20);
    } catch (UndeclaredThrowableException e) { // the proxy wraps what the connection says
      connector = null; // the next call has a new one
      throw new IOException(e.getCause());
    }
  }

  @Override
  public void close() throws IOException {
    if (connector != null) {
      connector.close();
    }
  }
}
