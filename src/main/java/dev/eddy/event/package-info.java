/// What producers and applications send: ratings, catalog entries and exposures, their JSON format
/// and the closed list of reasons for which a record is rejected.
///
/// The format is also written down as JSON Schema in the resources under `schema/`.
///
/// May import: no other package of Eddy.
/// Libraries: Jackson.
///
/// Start reading at [dev.eddy.event.RatingReader].
package dev.eddy.event;
