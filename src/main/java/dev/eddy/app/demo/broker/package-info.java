/// The embedded Kafka broker: one node, KRaft, on loopback. It is in a package of its own, since it
/// and its libraries are loaded apart from the rest, see `app.demo.BrokerJars`.
///
/// May import: `app.demo`, `app.settings`.
/// Libraries: Kafka, broker included.
///
/// Start reading at [dev.eddy.app.demo.broker.EmbeddedKafka].
package dev.eddy.app.demo.broker;
