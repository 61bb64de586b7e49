using System.Collections.Frozen;

namespace Onbehalf.Sources.Sqlite;

/// <summary>The functions that model-written SQL may call in a snapshot.</summary>
internal static class SqliteFunctions
{
    public static readonly FrozenSet<string> Allowed = """
        abs acos acosh asin asinh atan atan2 atanh avg ceil ceiling char coalesce concat concat_ws cos cosh count cume_dist current_date current_time current_timestamp
        date datetime degrees dense_rank exp first_value floor format glob group_concat hex ifnull iif if instr json json_array json_array_length json_error_position json_extract
        json_group_array json_group_object json_insert json_object json_patch json_pretty json_quote json_remove json_replace json_set json_type json_valid julianday lag last_value
        lead length like ln log log10 log2 lower ltrim max median min mod nth_value ntile nullif octet_length percent_rank percentile percentile_cont percentile_disc pi pow power
        printf quote radians rank replace round row_number rtrim sign sin sinh soundex sqrt strftime string_agg substr substring sum tan tanh timediff time total trim trunc
        typeof unhex unicode unixepoch unlikely likely likelihood upper zeroblob -> ->>
        """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
