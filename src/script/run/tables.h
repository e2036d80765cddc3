// What the language does with tables beyond keeping entries: defaults, expiry times, &on_change, prefix lookup, waking
// of `when`. Expressions and built-ins change tables through here only.
#pragma once

#include <span>

#include "script/model/table.h"
#include "script/run/frame.h"

namespace whimbrel::script {

/// TableChange of the language.
enum class Change : uint8_t { New, Changed, Removed, Expired };

/// t[index]: touches read expiry, applies &default and &default_insert. Unset if there is none.
Cell table_get(Frame& frame, TableObject& table, std::span<const Cell> index);
/// index in t.
bool table_contains(Frame& frame, TableObject& table, std::span<const Cell> index);
/// t[index] = value; sets: add. False if the index cannot be a key, which is reported. `*invalidated` becomes true if
/// the table has grown while a loop goes over it: "possible loop/iterator invalidation".
bool table_put(Frame& frame, TableObject& table, std::span<const Cell> index, const Cell& value = {},
               bool* invalidated = nullptr);
/// delete t[index]. False if it was not there.
bool table_erase(Frame& frame, TableObject& table, std::span<const Cell> index, bool* invalidated = nullptr);
/// delete t, clear_table(t): no notifications.
void table_clear(Runtime& runtime, TableObject& table);
/// The parts of an index value: the cells of a list, or the one cell.
std::vector<Cell> index_parts(const Cell& index);
/// Gives the table the timer that its expiry needs, unless it has one (table_expiry.cc). What changes or reads a table
/// by the functions above does not need it.
void start_expiry(Runtime& runtime, TableObject& table);
/// What an element's time of access becomes now: network time, rounded down.
double access_time(const Runtime& runtime);
/// The &on_change function, if there is one and it does not run already. `value`: of tables only.
void report_change(Runtime& runtime, TableObject& table, Change change, std::span<const Cell> index, const Cell& value);

// Set algebra (| & -), and comparison (< <= ==): new tables in the reference's order of insertion.
Ref<TableObject> table_union(Frame& frame, TableObject& a, TableObject& b);
Ref<TableObject> table_intersection(Frame& frame, TableObject& a, TableObject& b);
Ref<TableObject> table_difference(Frame& frame, TableObject& a, TableObject& b);
bool table_is_subset(TableObject& a, TableObject& b);
/// t += other, t -= other: in place.
void table_add_all(Frame& frame, TableObject& table, TableObject& other);
void table_remove_all(Frame& frame, TableObject& table, TableObject& other);

}  // namespace whimbrel::script
