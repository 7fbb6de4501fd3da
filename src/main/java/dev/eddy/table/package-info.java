/// Tables of text as people have them: packed or not, in any usual encoding, with any separator,
/// under any usual names of columns; and the ratings in such a table, judged by the rules of
/// events.
///
/// May import: `event`, Jackson, FastCSV, Zstandard. Start reading at [dev.eddy.table.Table] and
/// [dev.eddy.table.RatingTable].
package dev.eddy.table;
