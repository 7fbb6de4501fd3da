/// Tables of text as people have them: packed or not, in any usual encoding, with any separator,
/// under any usual column names; and the ratings in such a table, checked by the rules of events.
///
/// May import: `event`.
/// Libraries: Jackson, FastCSV, Zstandard.
///
/// Start reading at [dev.eddy.table.Table] and [dev.eddy.table.RatingTable].
package dev.eddy.table;
