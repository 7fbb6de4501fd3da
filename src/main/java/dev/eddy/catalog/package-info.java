/// What is known of items and users besides their ratings: entries, features, sets of items by
/// genre, tag and year, groups of users.
///
/// May import: `event`, `factorization.item`, `index`.
///
/// Start reading at [dev.eddy.catalog.Catalog].
package dev.eddy.catalog;
