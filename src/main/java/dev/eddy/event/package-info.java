/// What producers and applications send: ratings, catalog entries and exposures, their JSON wire
/// format and the closed list of reasons for which a record is refused.
///
/// The same format is written down as JSON Schema in the resources under `schema/`.
///
/// May import: the JDK and Jackson. Start reading at [dev.eddy.event.RatingReader].
package dev.eddy.event;
