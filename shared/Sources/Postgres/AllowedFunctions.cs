using System.Collections.Frozen;

namespace Onbehalf.Sources.Postgres;

/// <summary>
/// The functions that model-written SQL may call. They depend on their arguments only. None accesses a setting, a catalogue, a file or another
/// relation, and none can wait.
/// </summary>
internal static class AllowedFunctions
{
    public static readonly FrozenSet<string> Names = Set("""
        abs acos acosd acosh ascii asin asind asinh atan atan2 atan2d atand atanh age array_agg array_append array_cat array_dims array_length array_lower array_ndims
        array_position array_positions array_prepend array_remove array_replace array_to_json array_to_string array_upper avg bit_and bit_length bit_or
        bit_xor bool_and bool_or btrim cardinality cbrt ceil ceiling char_length character_length chr clock_timestamp coalesce concat concat_ws corr cos cosd cosh cot cotd count covar_pop
        covar_samp cume_dist date_bin date_part date_trunc decode degrees dense_rank div encode every exp extract factorial first_value floor format gcd
        generate_series generate_subscripts greatest grouping initcap isempty isfinite json_agg json_array json_array_elements json_array_elements_text json_array_length json_arrayagg json_build_array
        json_build_object json_each json_each_text json_extract_path json_extract_path_text json_object json_object_agg json_object_keys json_objectagg json_strip_nulls json_typeof jsonb_agg
        jsonb_array_elements jsonb_array_elements_text jsonb_array_length jsonb_build_array jsonb_build_object jsonb_each jsonb_each_text jsonb_extract_path
        jsonb_extract_path_text jsonb_object jsonb_object_agg jsonb_object_keys jsonb_path_exists jsonb_path_query jsonb_path_query_array jsonb_path_query_first jsonb_pretty jsonb_set jsonb_strip_nulls jsonb_typeof
        justify_days justify_hours justify_interval lag last_value lcm lead least left length ln log log10 lower lower_inc lower_inf lpad ltrim make_date
        make_interval make_time make_timestamp make_timestamptz max md5 min mod mode normalize now nth_value ntile nullif num_nonnulls num_nulls numnode octet_length
        overlay parse_ident percent_rank percentile_cont percentile_disc pi plainto_tsquery position power quote_ident quote_literal quote_nullable radians random range_agg rank
        regexp_count regexp_instr regexp_like regexp_match regexp_matches regexp_replace regexp_split_to_array regexp_split_to_table regexp_substr regr_avgx regr_avgy regr_count regr_intercept
        regr_r2 regr_slope regr_sxx regr_sxy regr_syy repeat replace reverse right round row_number row_to_json rpad rtrim scale sign sin sind sinh split_part
        sqrt starts_with statement_timestamp stddev stddev_pop stddev_samp string_agg string_to_array string_to_table strpos substr substring sum tan tand tanh timeofday timezone to_char to_date to_hex to_json
        to_jsonb to_number to_timestamp to_tsquery to_tsvector transaction_timestamp translate trim trim_array trim_scale trunc ts_rank unnest upper upper_inc upper_inf
        var_pop var_samp variance websearch_to_tsquery width_bucket cast treat
        daterange int4range int8range numrange tsrange tstzrange sha224 sha256 sha384 sha512 json_scalar json_value json_query json_exists
        any_value array_fill array_reverse array_sample array_shuffle array_sort bit_count casefold convert_from convert_to crc32 crc32c date_add date_subtract erf erfc gen_random_uuid get_bit get_byte
        json_agg_strict jsonb_agg_strict jsonb_insert jsonb_path_match min_scale phraseto_tsquery random_normal range_merge set_bit set_byte setweight strip to_bin to_oct ts_headline ts_rank_cd
        tsvector_to_array uuid_extract_timestamp uuid_extract_version datemultirange int4multirange int8multirange multirange nummultirange tsmultirange tstzmultirange
        abbrev broadcast family host hostmask inet_merge inet_same_family masklen netmask network set_masklen
        area bound_box box center circle diagonal diameter height isclosed isopen line lseg npoints point polygon radius slope width
        """);

    /// <summary>
    /// Functions into which the parser translates syntax such as TRIM, LIKE, AT TIME ZONE or a cast. They occur in the rule, not in the text.
    /// </summary>
    public static readonly FrozenSet<string> Syntax = Set(
        "like_escape similar_to_escape similar_escape is_normalized overlaps timezone btrim ltrim rtrim position substring overlay extract date_part normalize"
    );

    private static FrozenSet<string> Set(string names) =>
        names.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
